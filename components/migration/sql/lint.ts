import { say } from "../../../messages/say";
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
  const texts = say().migration.files;
  const inTransaction = grammarOf(language).schemaInTransaction && !noTransaction.test(sql);
  return [
    ...statements.flatMap((statement) => ownTransaction(name, statement)),
    ...(inTransaction ? statements.flatMap((statement) => needsNone(name, statement)) : []),
    ...commands.map(({ line, text }) =>
      texts.clientCommand({ name, line, command: text.split(/\s/)[0] ?? "" }),
    ),
    ...(unclosed ? [texts.neverClosed({ name, ...unclosed })] : []),
  ];
}

function ownTransaction(name: string, { code, line }: Statement): string[] {
  const found = transaction.exec(code)?.[1];
  if (!found) return [];
  return [say().migration.files.breaksTransaction({ name, line, statement: found.toUpperCase() })];
}

function needsNone(name: string, { code, line }: Statement): string[] {
  const found = outside.exec(code)?.[1];
  if (!found) return [];
  return [say().migration.files.outsideTransaction({ name, line, statement: found.toUpperCase() })];
}
