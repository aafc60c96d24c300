import { say } from "../../../messages/say";
import type { Target } from "../../database/client/target";
import { scanned, type MigrationFile } from "../files";
import type { Comparison, LedgerRow } from "../ledger";
import type { ClientError, Dialect } from "../../database/client/dialect";

/** Why an update fails, and does not run, what its state says was applied. */
export const lacking = (database: string, names: string[]) => say().migration.lacking({ database, names });

/** Said whenever nothing was run. */
export function refused({ database }: Pick<Target, "database">, lines: string[]): string {
  return say().migration.runner.refused({ database, lines });
}

/** Why the ledger and the files do not let anything run. */
export function disagreement({ problems, blocked }: Pick<Comparison, "problems" | "blocked">): string[] {
  return [...problems, ...blocked.flatMap((row) => unresolved(row))];
}

/** A file whose end is not known: what is known of it, and the two ways on. */
function unresolved(row: LedgerRow, total?: number): string[] {
  return say().migration.runner.unresolved({
    name: row.name,
    since: row.started_at.slice(0, 16).replace("T", " "),
    ran: row.statements ?? 0,
    total,
    error: row.error ? row.error.split("\n") : [],
    backup: row.backup,
  });
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
export function rolledBack(
  { name }: MigrationFile,
  { database }: Target,
  where: string[],
  blame: Blame,
): string {
  const lines = [...where, ...held(blame)];
  return say().migration.runner.rolledBack({ name, database, lines, elsewhere: blame.elsewhere });
}

/** A file that stopped where its changes stay. */
export function halfWay(
  { name, sql }: MigrationFile,
  { database }: Target,
  row: LedgerRow,
  { language }: Dialect,
  blame: Blame,
): string {
  const total = scanned(sql, language).statements.length;
  const lines = [...unresolved(row, total), ...held(blame)];
  return say().migration.runner.halfWay({ name, database, lines });
}

function held({ blocker, server }: Blame): string[] {
  return blocker === undefined ? server : [...server, say().migration.runner.waitedFor(blocker)];
}

/** The database does not answer any more: what its ledger will say when it does. */
export function cutOff(
  { name }: MigrationFile,
  { database, container }: Target,
  lines: string[],
  atomic: boolean,
): string {
  return say().migration.runner.cutOff({ name, database, container, lines, atomic });
}

/** The session ended outside of a file. */
export function interrupted({ database, container }: Target, lines: string[]): string {
  return say().migration.runner.interrupted({ database, container, lines });
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
  const texts = say().migration.runner;
  const { statements } = scanned(file.sql, language);
  const reported = Math.min(Math.max(told.line - before, 1), file.sql.split("\n").length);
  const index = statements.findIndex(({ line, lastLine }) => line <= reported && reported <= lastLine);
  const excerpt = /^LINE \d+: (?:\.\.\.)?(.*?)(?:\.\.\.)?$/.exec(rest[0] ?? "")?.[1]?.trim();
  const statement = statements[index];
  const line = statement && excerpt ? lineWith(excerpt, statement, file.sql) : undefined;
  const which =
    statements.length > 1 && index >= 0
      ? [texts.whichStatement({ at: index + 1, of: statements.length })]
      : [];
  return [texts.place({ name: file.name, line: line ?? reported, said: first }), ...rest, ...which];
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
