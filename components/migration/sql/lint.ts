import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";
import type { Scanned, Statement } from "./scan";

/** First line of a PostgreSQL file whose statements cannot run in a transaction. */
export const noTransaction = /^\s*--\s*no-transaction\b/;

/** Statements that would end or split the transaction in which a file and its record are one. */
const transaction =
  /^(BEGIN(?! NOT ATOMIC)|START TRANSACTION|COMMIT|END|ABORT|ROLLBACK(?! (?:WORK |TRANSACTION )?TO\b)|PREPARE TRANSACTION|SET (?:SESSION |@@)?AUTOCOMMIT|LOCK TABLES?(?= [^;]* (?:READ|WRITE)\b)|UNLOCK TABLES)\b/i;

/** PostgreSQL's statements that refuse to run inside a transaction. */
const outside =
  /^((?:CREATE (?:UNIQUE )?INDEX|DROP INDEX|REINDEX\b.*) CONCURRENTLY|VACUUM|ALTER SYSTEM|(?:CREATE|DROP) (?:DATABASE|TABLESPACE))\b/i;

/** What would not run as its author means it, a line each with what to do. */
export function lint(
  name: string,
  sql: string,
  { statements, commands, unclosed }: Scanned,
  language: Language,
): string[] {
  const inTransaction = grammarOf(language).schemaInTransaction && !noTransaction.test(sql);
  return [
    ...statements.flatMap((statement) => ownTransaction(name, statement)),
    ...(inTransaction ? statements.flatMap((statement) => needsNone(name, statement)) : []),
    ...commands.map(
      ({ line, text }) =>
        `${name} line ${line}: ${text.split(/\s/)[0]} is a command to the client and no SQL: remove it`,
    ),
    ...(unclosed
      ? [`${name} line ${unclosed.line}: the ${unclosed.what} that opens here is never closed`]
      : []),
  ];
}

function ownTransaction(name: string, { code, line }: Statement): string[] {
  const found = transaction.exec(code)?.[1];
  if (!found) return [];
  return [
    `${name} line ${line}: ${found.toUpperCase()} would break the file's transaction, in which its record is written too: remove it`,
  ];
}

function needsNone(name: string, { code, line }: Statement): string[] {
  const found = outside.exec(code)?.[1];
  if (!found) return [];
  return [
    `${name} line ${line}: ${found.toUpperCase()} cannot run in a transaction: move it to a file of its own whose first line is -- no-transaction`,
  ];
}
