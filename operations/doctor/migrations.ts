import { compare, type LedgerRow } from "../../components/migration/ledger";
import { lacking } from "../../components/migration/runner/messages";
import { readLedger } from "../../components/migration/runner/locked";
import { readState, stateFile, stateFolder } from "../kernel/state-file";
import { findMigration, type FoundInState } from "../migrate/target";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** What the ledger of each database says beside the files: pending, cut off, edited. Asks one after the other: it sets where `docker` goes. */
export async function migrations({ target, backend, system, stack }: Subject): Promise<Finding[]> {
  const folder = stateFolder(backend ?? "");
  const known = folder === undefined ? undefined : readState(stateFile(folder, system, stack));
  const names = known
    ? known.resources
        .filter(({ type }) => type === "web-systems:index:Migration")
        .map(({ urn }) => urn.split("::").at(-1) ?? "")
    : [undefined];
  Object.assign(process.env, target.env);
  const found: Finding[] = [];
  for (const name of names) {
    const migrations = await findMigration({
      stack,
      ...(name !== undefined && { migration: name }),
      flags: new Set(),
      words: [],
    });
    const more = ` --stack ${stack}${name === undefined ? "" : ` --migration ${name}`}`;
    found.push(...judgeMigrations(migrations, (await readLedger(migrations.job)) ?? [], more));
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
  const { pending, blocked, problems } = compare(files, rows);
  const names = pending.map(({ name }) => name);
  const apply = `npm run migrate -- apply${more}`;
  const rest =
    names.length === 0
      ? ok(`${job.database}: all ${files.length} files are applied`)
      : settled
        ? problem(lacking(job.database, names), apply)
        : warning(
            `${job.database}: pending: ${names.join(", ")}`,
            `npm run migrate -- plan${more}; pulumi up applies them`,
          );
  const failed = rows.filter(({ name, state }) => state === "failed" && names.includes(name));
  return [
    ...[...mistakes, ...problems].map((line) => problem(line, `npm run migrate -- status${more}`)),
    ...blocked.map((row) =>
      problem(
        row.error
          ? `${row.name} failed half-way on database ${job.database} (${row.statements ?? 0} of its statements ran, and stay applied): ${row.error.split("\n")[0]}`
          : `${row.name} was cut off on database ${job.database}: how much of it was applied is unknown`,
        `bring the schema by hand to where the file begins or ends (npm run migrate -- status${more} shows what is known), then npm run migrate -- resolve ${row.name} --rolled-back or --applied${more}`,
      ),
    ),
    ...failed.map((row) =>
      problem(
        `${row.name} failed: ${row.error ?? "no reason recorded"}`,
        settled ? `once the cause is fixed: ${apply}` : "fix the file, then pulumi up",
      ),
    ),
    ...(names.length === 0 && blocked.length > 0 ? [] : [rest]),
  ];
}
