import { ours } from "../../messages/command";
import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { Language } from "../database/client/dialect";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import { UserError } from "../engine/user-error";
import { scanned, type MigrationFile } from "./files";
import { compare } from "./ledger";
import type { LedgerSeen } from "./outlook";
import { lookAtLedger, type LedgerRead } from "./read-ledger";
import { disagreement, lacking } from "./runner/messages";
import { risks, type Risk } from "./sql/risks";

/**
 * Reads the ledger in a preview, if the database can be reached, and compares it with the files. It tells people what is pending and what that may
 * cost, as diagnostics of the component.
 *
 * @returns the same for programs
 * @throws UserError naming everything that would be refused
 */
export function lookAhead(
  database: Database,
  files: MigrationFile[],
  component: pulumi.Resource,
): pulumi.Output<LedgerSeen> {
  const { language } = database.product.dialect;
  return ask(database, []).apply((answer): LedgerSeen => {
    const found = compared(answer, files, database);
    const seen: LedgerSeen = found
      ? {
          kind: "read",
          // Nothing to warn of in an empty database: there is nothing to lose, and nothing waits. One without a ledger may have come with tables.
          pending: found.pending.map((file) => ({
            name: file.name,
            risks: found.isEmpty ? [] : risksOf(file, language),
          })),
        }
      : { kind: "unread", refused: files.flatMap(unlessApplied) };
    tell(seen, database, component);
    return seen;
  });
}

/**
 * Reads the ledger after the runner, if the database can be reached: that what it did is so, also when nothing made it run. Another backup
 * may have been restored.
 *
 * @param done the runner
 * @throws UserError naming the files that it lacks, and everything that is refused
 */
export function lookBack(database: Database, files: MigrationFile[], done: pulumi.Resource): void {
  ask(database, [done]).apply((answer) => {
    const names = (compared(answer, files, database)?.pending ?? []).map(({ name }) => name);
    if (names.length > 0)
      throw new UserError({
        what: lacking(database.database, names),
        fix: `${ours("migrate -- apply")} --stack ${database.host.stack}`,
      });
  });
}

/** @param after what must be done first */
function ask(database: Database, after: pulumi.Resource[]): pulumi.Output<LedgerRead | undefined> {
  const done = pulumi.all(after.map(({ urn }) => urn));
  return pulumi
    .all([targetOf(database), done])
    .apply(([target]) => lookAtLedger(database.host.environment, target));
}

/** @returns undefined when the ledger could not be read */
function compared(ledger: LedgerRead | undefined, files: MigrationFile[], database: Database) {
  if (!ledger) return undefined;
  const { pending, ...rest } = compare(files, ledger.rows);
  const problems = disagreement(rest);
  if (problems.length > 0)
    throw new UserError({ what: say().migration.disagrees(database.database), details: problems });
  return { pending, isEmpty: ledger.isEmpty };
}

function tell(seen: LedgerSeen, { database }: Database, component: pulumi.Resource): void {
  const files = seen.kind === "read" ? seen.pending : seen.refused;
  const texts = say().migration;
  // Only `pulumi up` knows what is pending then: silence would look like "nothing is".
  if (seen.kind === "unread") void pulumi.log.info(texts.notRead(database), component);
  else if (files.length > 0)
    void pulumi.log.info(texts.pending({ database, names: files.map(({ name }) => name) }), component);
  for (const { name, risks: found } of files)
    if (found.length > 0)
      void pulumi.log.warn(
        [
          texts.beforeItRuns(name),
          // What cannot run is as bad as what loses data.
          ...found.map(({ cost, says }) =>
            seen.kind === "unread" || cost === "loses" || cost === "unjudged" ? red(says) : says,
          ),
        ].join("\n  "),
        component,
      );
}

function unlessApplied({ name, refused }: MigrationFile): { name: string; risks: Risk[] }[] {
  return refused === undefined
    ? []
    : [{ name, risks: [{ says: say().migration.refusedUnlessApplied(refused) }] }];
}

/** In the engine's own words for a colour: it leaves them out in a log and in JSON. */
const red = (line: string) => `<{%fg 1%}>${line}<{%reset%}>`;

/** What a file may lose or lock; see {@link risks}. */
function risksOf(file: MigrationFile, language: Language): Risk[] {
  return risks(scanned(file.sql, language).statements, language);
}
