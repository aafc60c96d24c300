import type { Target } from "../../database/client/target";
import { scanned, type MigrationFile } from "../files";
import type { Comparison, LedgerRow } from "../ledger";
import type { ClientError, Dialect } from "../../database/client/dialect";

/** Why an update fails, and does not run, what its state says was applied. */
export const lacking = (database: string, names: string[]) =>
  `Database ${database} lacks ${names.join(", ")}, although this stack applied ${names.length === 1 ? "it" : "them"}: was an older backup restored?`;

/** Said whenever nothing was run. */
export function refused(target: Target, lines: string[]): string {
  return [
    `Migrations of database ${target.database} were refused; none was run.`,
    ...lines.map((line) => `  ${line}`),
    "The services still run the old release. Fix the cause, then run 'pulumi up' again.",
  ].join("\n");
}

/** Why the ledger and the files do not let anything run. */
export function disagreement({ problems, blocked }: Pick<Comparison, "problems" | "blocked">): string[] {
  return [...problems, ...blocked.flatMap((row) => unresolved(row))];
}

/** A file whose end is not known: what is known of it, and the two ways on. */
function unresolved(row: LedgerRow, total?: number): string[] {
  const ran = row.statements ?? 0;
  const count = total === undefined ? `${ran} of its statements` : `${ran} of its ${total} statements`;
  return [
    `${row.name} was started on ${row.started_at.slice(0, 16).replace("T", " ")} and did not end; it could not be rolled back.`,
    row.error
      ? `  Ran, and stays: ${count}.`
      : `  Known to have run: ${count}; the next one may have run too.`,
    ...(row.error ? row.error.split("\n").map((line) => `  ${line}`) : []),
    `  Backup from before it: ${row.backup ?? "none was made"}`,
    "  Bring the schema by hand to where the file begins, or to where it ends; then say which:",
    `    npm run migrate -- resolve ${row.name} --rolled-back   (it runs again, from its start)`,
    `    npm run migrate -- resolve ${row.name} --applied       (it counts as done)`,
  ];
}

/** What else is known of why a file failed. */
export interface Blame {
  /** Who held the lock that it waited for. */
  blocker: string | undefined;
  /** What became of the server, a line each. */
  server: string[];
  /** It was not the file's own doing. */
  elsewhere: boolean;
}

/** A file that failed where the database rolled it back. */
export function rolledBack(file: MigrationFile, target: Target, where: string[], blame: Blame): string {
  return [
    `Migration ${file.name} failed on database ${target.database}. It was rolled back; the files before it stay applied.`,
    ...where.map((line) => `  ${line}`),
    ...held(blame),
    `The services still run the old release. Fix the ${blame.elsewhere ? "cause" : "file"}, then run 'pulumi up' again: it continues there.`,
  ].join("\n");
}

/** A file that stopped where its changes stay. */
export function halfWay(
  file: MigrationFile,
  target: Target,
  row: LedgerRow,
  { language }: Dialect,
  blame: Blame,
): string {
  const total = scanned(file.sql, language).statements.length;
  return [
    `Migration ${file.name} stopped half-way on database ${target.database}. The files before it stay applied, those after it were not run.`,
    ...unresolved(row, total).map((line) => `  ${line}`),
    ...held(blame),
    "The services still run the old release. When it is resolved, run 'pulumi up' again: it continues there.",
  ].join("\n");
}

function held({ blocker, server }: Blame): string[] {
  const lines = server.map((line) => `  ${line}`);
  return blocker === undefined ? lines : [...lines, `  It waited for a lock held by ${blocker}`];
}

/** The database does not answer any more: what its ledger will say when it does. */
export function cutOff(file: MigrationFile, target: Target, why: string[], atomic: boolean): string {
  return [
    `Migration ${file.name} was cut off: database ${target.database} in container ${target.container} does not answer.`,
    ...why.map((line) => `  ${line}`),
    atomic
      ? "The database rolls it back when it starts again; the files before it stay applied."
      : `It cannot be rolled back: 'npm run migrate -- status' says how far it came, when the database answers again.`,
    "The services are those of the old release. Fix the cause, then run 'pulumi up' again.",
  ].join("\n");
}

/** The session ended outside of a file. */
export function interrupted(target: Target, why: string[]): string {
  return [
    `The session with database ${target.database} in container ${target.container} ended before it was complete.`,
    ...why.map((line) => `  ${line}`),
    "Files that were applied stay recorded; no other one was begun. Fix the cause, then run 'pulumi up' again.",
  ].join("\n");
}

/** Where in a file an error is: its line, what was said, and which statement. */
export function placeOf(
  file: MigrationFile,
  told: ClientError,
  before: number,
  { language }: Dialect,
): string[] {
  const [first = "", ...rest] = told.message.split("\n");
  if (told.line === undefined) return [first, ...rest];
  const { statements } = scanned(file.sql, language);
  const reported = Math.min(Math.max(told.line - before, 1), file.sql.split("\n").length);
  const index = statements.findIndex(({ line, lastLine }) => line <= reported && reported <= lastLine);
  const excerpt = /^LINE \d+: (?:\.\.\.)?(.*?)(?:\.\.\.)?$/.exec(rest[0] ?? "")?.[1]?.trim();
  const statement = statements[index];
  const line = statement && excerpt ? lineWith(excerpt, statement, file.sql) : undefined;
  const which =
    statements.length > 1 && index >= 0 ? [`(statement ${index + 1} of ${statements.length})`] : [];
  return [`${file.name} line ${line ?? reported}: ${first}`, ...rest, ...which];
}

/** psql names a statement's last line; the server quotes the line that it means. */
function lineWith(
  excerpt: string,
  { line, lastLine }: { line: number; lastLine: number },
  sql: string,
): number | undefined {
  const lines = sql.split("\n").slice(line - 1, lastLine);
  const hits = lines.flatMap((text, at) => (text.includes(excerpt) ? [at + line] : []));
  return hits.length === 1 ? hits[0] : undefined;
}
