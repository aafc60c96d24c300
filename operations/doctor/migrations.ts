import { ours } from "../../messages/command";
import { compare, type LedgerRow } from "../../components/migration/ledger";
import { lacking } from "../../components/migration/runner/messages";
import { readLedger } from "../../components/migration/runner/locked";
import { say } from "../../messages/say";
import { componentsOf, nameOf } from "../kernel/state-read";
import { findMigration, type FoundInState } from "../migrate/target";
import { findings, type Finding } from "./finding";
import type { Examined } from "./examined";

/** What the ledger of each database says beside the files: pending, cut off, edited. */
export async function migrations(context: Examined): Promise<Finding[]> {
  const { stack } = context;
  const known = await context.state();
  const names = known
    ? componentsOf(known.resources, "Migration").map(({ urn }) => nameOf(urn))
    : [undefined];
  const found: Finding[] = [];
  for (const name of names) {
    const migrations = await findMigration(name === undefined ? {} : { migration: name }, context, known);
    const more = ` --stack ${stack}${name === undefined ? "" : ` --migration ${name}`}`;
    const { job, engine } = migrations;
    const rows = (await readLedger(job, engine)) ?? [];
    found.push(...judgeMigrations(migrations, rows, more));
  }
  return found;
}

type Judged = Pick<FoundInState, "files" | "mistakes" | "settled"> & { job: { database: string } };

/** How the files of one database are. @param more options by which a command finds them */
export function judgeMigrations(
  { job, files, mistakes, settled }: Judged,
  rows: LedgerRow[],
  more: string,
): Finding[] {
  const { ok, warning, problem } = findings("migrations");
  const words = say().doctor.migrations;
  const { database } = job;
  const { pending, blocked, problems } = compare(files, rows);
  const names = pending.map(({ name }) => name);
  const apply = `${ours("migrate -- apply")}${more}`;
  const rest =
    names.length === 0
      ? ok(words.applied({ database, count: files.length }))
      : settled
        ? problem(lacking(database, names), apply)
        : warning(words.pending({ database, names, options: more }));
  const failed = rows.filter(({ name, state }) => state === "failed" && names.includes(name));
  return [
    ...[...mistakes, ...problems].map((line) => problem(line, `${ours("migrate -- status")}${more}`)),
    ...blocked.map(({ name: file, error, statements }) =>
      problem(
        error
          ? words.halfWay({ file, database, ran: statements ?? 0, why: error.split("\n")[0] ?? "" })
          : words.cutOff({ file, database }),
        words.resolve({ file, options: more }),
      ),
    ),
    ...failed.map(({ name: file, error }) =>
      problem(words.failed({ file, why: error }), settled ? words.onceFixed(apply) : words.fixFile),
    ),
    ...(names.length === 0 && blocked.length > 0 ? [] : [rest]),
  ];
}
