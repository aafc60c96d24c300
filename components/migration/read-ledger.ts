import { dialectOf, type Target } from "../database/client/target";
import type { Ran } from "../engine/engine";
import { within } from "../engine/within";
import { withEngine } from "../engine/with-engine";
import type { LedgerRow } from "./ledger";

/** What a database says of its migrations. One that has no ledger yet has no rows. */
export interface LedgerRead {
  rows: LedgerRow[];
  /** There is no table besides the ledger. */
  isEmpty: boolean;
}

/** A database, as far as its owner's client leads to it. */
export type LedgerOf = Pick<Target, "product" | "container" | "client">;

/**
 * Reads the ledger of a database without changing anything.
 *
 * @returns undefined when the database, or its engine, does not answer, and when it does not exist yet
 */
export async function lookAtLedger(
  environment: Record<string, string>,
  database: LedgerOf,
): Promise<LedgerRead | undefined> {
  const ran = await ask(environment, database).catch(() => undefined);
  return ran && ledgerIn(ran, database);
}

/** Seconds in which a database answers that works. */
const longest = 60;

function ask(environment: Record<string, string>, database: LedgerOf): Promise<Ran> {
  const { options, quiet, tables, rows } = dialectOf(database);
  const command = ["sh", "-c", `exec ${database.client} ${options}`];
  const stdin = quiet + tables + rows;
  return withEngine(environment, (engine) =>
    within(longest, ({ signal }) => engine.exec(database.container, command, { stdin, signal })),
  );
}

/** Understands how the client ended: one that stopped at the missing ledger had counted the tables before. */
export function ledgerIn(ran: Ran, database: LedgerOf): LedgerRead | undefined {
  const lines = ran.stdout.toString("utf8").split("\n");
  const hasNone =
    lines.some((line) => line.startsWith("tables: ")) && dialectOf(database).noLedger.test(ran.stderr);
  if (ran.code !== 0 && !hasNone) return undefined;
  return {
    rows: lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LedgerRow),
    isEmpty: lines.includes("tables: 0"),
  };
}
