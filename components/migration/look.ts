import * as pulumi from "@pulumi/pulumi";
import type { Language } from "../database/client/dialect";
import type { Database } from "../database/database";
import { look } from "../engine/look";
import { userError } from "../engine/user-error";
import { scanned, type MigrationFile } from "./files";
import { compare, type LedgerRow } from "./ledger";
import { beforeItRuns, lacking, pendingIn, unreadable } from "./preview-lines";
import { disagreement } from "./runner/messages";
import { costOf, risks } from "./sql/risks";

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
  const { dialect } = database.product;
  const stdout = look(
    {
      file: [__dirname, "look.sh"],
      host: database.host,
      variables: {
        CONTAINER: database.container,
        CLIENT: `${database.ownerClient} ${dialect.options}`,
        QUERY: `${dialect.quiet}${dialect.tables}${dialect.rows}`,
      },
    },
    after ? [after] : [],
  );
  return stdout.apply((answer) => judge(answer, files, database, after !== undefined));
}

/** @returns names of the pending files */
function judge(answer: string, files: MigrationFile[], database: Database, done: boolean): string[] {
  const lines = answer.split("\n");
  const { noLedger, language } = database.product.dialect;
  if (lines[0] !== "ledger:" && !(lines[0] === "no ledger:" && noLedger.test(answer))) {
    // Only `pulumi up` knows then: silence would look like "nothing is pending".
    if (!done) void pulumi.log.info(unreadable(database.database));
    for (const { name, refused } of done ? [] : files)
      if (refused !== undefined)
        void pulumi.log.warn(
          `${beforeItRuns(name)}\n  ${red(`it will be refused, unless it is applied: ${refused}`)}`,
        );
    return [];
  }
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
      `${lacking(database.database, names)}\n  fix: npm run migrate -- apply --stack ${database.host.stack}`,
    );
  if (!done && names.length > 0) void pulumi.log.info(pendingIn(database.database, names.join(", ")));
  // Nothing to warn of in an empty database: there is nothing to lose, and nothing waits. One without a ledger may have come with tables.
  if (!done && !lines.includes("tables: 0")) warn(pending, language);
  return names;
}

function warn(pending: MigrationFile[], language: Language): void {
  for (const file of pending) {
    const found = risksOf(file, language);
    const lines = found.map((line) => (/loses|unjudged/.test(costOf(line) ?? "") ? red(line) : line));
    if (lines.length > 0) void pulumi.log.warn([beforeItRuns(file.name), ...lines].join("\n  "));
  }
}

/** In the engine's own words for a colour: it leaves them out in a log and in JSON. */
const red = (line: string) => `<{%fg 1%}>${line}<{%reset%}>`;

/** What a file may lose or lock; see {@link risks}. */
export function risksOf(file: MigrationFile, language: Language): string[] {
  return risks(scanned(file.sql, language).statements, language);
}
