import { scanned, type MigrationFile } from "../files";
import { noTransaction } from "../sql/lint";
import { commits } from "../sql/risks";
import type { Statement } from "../sql/scan";
import type { Dialect, LedgerEntry } from "../../database/client/dialect";

/** A file as it is sent to the client. */
export interface FileText {
  text: string;
  /** Lines of the text before the file's own first line. */
  before: number;
  /** The file and its record are one transaction: an error leaves nothing. */
  atomic: boolean;
}

/** Whether the database can run a file and its record in one transaction. */
export function isAtomic(file: Pick<MigrationFile, "sql">, dialect: Dialect): boolean {
  return dialect.atomic !== undefined && !noTransaction.test(file.sql);
}

/**
 * The file between the beginning of its transaction and its record, or with its progress recorded after each step that commits.
 *
 * @param reset what runs after it
 */
export function fileText(file: MigrationFile, entry: LedgerEntry, dialect: Dialect, reset: string): FileText {
  const { statements } = scanned(file.sql, dialect.language);
  const ending = endingOf(file.sql, dialect);
  if (dialect.atomic && isAtomic(file, dialect)) {
    const { begin, end } = dialect.atomic;
    return {
      text: begin + file.sql + ending + end(entry) + reset,
      before: begin.split("\n").length - 1,
      atomic: true,
    };
  }
  const sql = withProgress(file, statements, dialect);
  const start = dialect.started(entry);
  const text =
    start + sql + ending + dialect.usualDelimiter + dialect.ended(file.name, statements.length, reset);
  return { text, before: start.split("\n").length - 1, atomic: false };
}

/** What ends the last statement of a text, when its author left that out. */
export function endingOf(sql: string, { language }: Dialect): string {
  const last = scanned(sql, language).statements.at(-1);
  return last && !last.ended ? `\n${last.delimiter}\n` : "\n";
}

/** The lines stay where they are, so that the client's line numbers are the file's. */
function withProgress(file: MigrationFile, statements: Statement[], dialect: Dialect): string {
  let at = 0;
  const pieces = statements.map((statement, index) => {
    const piece = file.sql.slice(at, statement.end);
    at = statement.end;
    const next = statements[index + 1];
    const ends = commits(statement) || (next !== undefined && commits(next));
    if (!statement.ended || !next || !ends || /\\\.$/.test(piece)) return piece;
    return piece + dialect.progress(file.name, index + 1, statement.delimiter);
  });
  return pieces.join("") + file.sql.slice(at);
}
