import { compare } from "../../components/migration/ledger";
import { readLedger } from "../../components/migration/runner/locked";
import { readState, stateFile, stateFolder } from "../kernel/state-file";
import { findMigration } from "../migrate/target";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** What the ledger of each database says beside the files: pending, cut off, edited. Asks one after the other: it sets where `docker` goes. */
export async function migrations({ target, backend, system, stack }: Subject): Promise<Finding[]> {
  const { ok, warning, problem } = findings("migrations");
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
    const { job, files, mistakes } = await findMigration({
      stack,
      ...(name !== undefined && { migration: name }),
      flags: new Set(),
      words: [],
    });
    const rows = (await readLedger(job)) ?? [];
    const { pending, blocked, problems } = compare(files, rows);
    const more = ` --stack ${stack}${name === undefined ? "" : ` --migration ${name}`}`;
    const failed = rows.filter(({ state }) => state === "failed");
    found.push(
      ...[...mistakes, ...problems].map((line) => problem(line, `npm run migrate -- status${more}`)),
      ...blocked.map((row) =>
        problem(
          `${row.name} was cut off on database ${job.database}: how much of it was applied is unknown`,
          `npm run migrate -- resolve ${row.name} --applied (or --rolled-back)${more}`,
        ),
      ),
      ...failed
        .filter((row) => pending.some((each) => each.name === row.name))
        .map((row) =>
          problem(`${row.name} failed: ${row.error ?? "no reason recorded"}`, "fix the file, then pulumi up"),
        ),
      pending.length === 0
        ? ok(`${job.database}: all ${files.length} files are applied`)
        : warning(
            `${job.database}: pending: ${pending.map((each) => each.name).join(", ")}`,
            `npm run migrate -- plan${more}; pulumi up applies them`,
          ),
    );
  }
  return found;
}
