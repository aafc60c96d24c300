import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database/database";
import { look } from "../look";
import { userError } from "../user-error";
import { scanned, type MigrationFile } from "./files";
import { compare, type LedgerRow } from "./ledger";
import { dialectOf } from "./runner/job";
import { disagreement } from "./runner/messages";
import { risks } from "./sql/risks";
import type { Language } from "./sql/scan";

/**
 * Reads the ledger, if the database can be reached, and compares it with the files. In a preview that shows what is pending and what it may
 * cost; after the runner, that what it did is so, also when nothing made it run: another backup may have been restored.
 *
 * @param after looks when this is done; unset: a preview
 * @throws pulumi.RunError naming everything that would be refused
 */
export function lookAtLedger(
  database: Database,
  files: MigrationFile[],
  after?: pulumi.Resource,
): pulumi.Output<string[]> {
  const dialect = dialectOf(database.engine);
  const stdout = look(
    {
      file: [__dirname, "look.sh"],
      host: database.host,
      variables: {
        CONTAINER: database.container,
        CLIENT: `${database.ownerClient} ${dialect.options}`,
        QUERY: `${dialect.quiet}${dialect.rows}`,
      },
    },
    after ? [after] : [],
  );
  return stdout.apply((answer) => judge(answer, files, database, after !== undefined));
}

/** @returns names of the pending files */
function judge(answer: string, files: MigrationFile[], database: Database, done: boolean): string[] {
  const lines = answer.split("\n");
  if (lines[0] !== "ledger:") return [];
  const rows = lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as LedgerRow);
  const { pending, ...rest } = compare(files, rows);
  const problems = disagreement(rest);
  if (problems.length > 0)
    throw userError(
      [
        `The migrations do not agree with the ledger of database ${database.database}; nothing was changed.`,
        ...problems,
      ].join("\n  "),
    );
  const names = pending.map(({ name }) => name);
  if (done && names.length > 0)
    throw userError(
      `Database ${database.database} lacks ${names.join(", ")}, although this stack applied them: was an older backup restored?\n` +
        "  fix: npm run migrate -- apply",
    );
  if (!done && rows.length > 0) warn(pending, database);
  return names;
}

/** Nothing to say of an empty database: there is nothing to lose, and nobody waits. */
function warn(pending: MigrationFile[], database: Database): void {
  const { language } = dialectOf(database.engine);
  if (pending.length > 0)
    void pulumi.log.info(
      `Pending in database ${database.database}: ${pending.map(({ name }) => name).join(", ")}`,
    );
  for (const file of pending) {
    const found = risksOf(file, language);
    if (found.length > 0)
      void pulumi.log.warn([`Migration ${file.name}, before it runs:`, ...found].join("\n  "));
  }
}

/** What a file may lose or lock; see {@link risks}. */
export function risksOf(file: MigrationFile, language: Language): string[] {
  return risks(scanned(file.sql, language).statements, language);
}
