import type { Language } from "../../components/database/client/dialect";
import { scanned, type MigrationFile } from "../../components/migration/files";
import { Fresh } from "../../components/migration/sql/fresh";
import { judge } from "../../components/migration/sql/judge";
import type { Statement } from "../../components/migration/sql/scan";
import { say } from "../../messages/say";

/** Changes of a schema which a program that does not know of them never notices. */
const unnoticed = [
  // What is replaced may have been what the program works with.
  /^CREATE (?:UNLOGGED )?(?:TABLE|SEQUENCE|VIEW|MATERIALIZED VIEW|TYPE|SCHEMA|EXTENSION|FUNCTION|PROCEDURE)\b/i,
  /^CREATE INDEX\b/i,
  /^ALTER TABLE (?:IF EXISTS |ONLY )*\S+ (?:ADD (?:COLUMN )?(?!CONSTRAINT|UNIQUE|PRIMARY|FOREIGN|CHECK)|ADD (?:INDEX|KEY) )/i,
  /^ALTER TABLE \S+ VALIDATE CONSTRAINT\b/i,
  /^(?:INSERT|UPDATE|SELECT|SET|COMMENT|GRANT|ANALYZE|DO|WITH|COPY)\b/i,
  /^DROP INDEX\b/i,
];

/** What may run anything: unnoticed only when it is known to be harmless. */
const open = /^(?:INSERT|SELECT|SET|DO|WITH|COPY)\b/i;

/**
 * Statements of a file that an older release may not be able to live with, a line each: what it reads may be gone, what it writes may be refused.
 * A new table or index, or a column that may stay empty, goes unnoticed.
 */
export function unfitting({ name, sql }: MigrationFile, language: Language): string[] {
  const fresh = new Fresh(language);
  return scanned(sql, language)
    .statements.filter((statement) => {
      const costs = judge(statement, language, fresh, new Set());
      return !isUnnoticed(statement) || (open.test(statement.code) && costs.length > 0);
    })
    .map(({ line, code }) =>
      say().releases.rollback.databases.statement({
        ...{ file: name, line },
        code: code.length <= 70 ? code : `${code.slice(0, 69)}…`,
      }),
    );
}

function isUnnoticed({ code }: Statement): boolean {
  // A column that must have a value and gets none from its default refuses rows of a program that does not know it.
  const parts = code.split(/,\s*(?=ADD\b)/i);
  const demanding = parts.some(
    (part) => /\bADD\b.*\bNOT NULL\b(?!.*\bDEFAULT\b)/i.test(part) && /^ALTER|^ADD/i.test(part),
  );
  const taking = /^ALTER TABLE/i.test(code) && /,\s*(?:DROP|MODIFY|CHANGE|RENAME|ALTER)\b/i.test(code);
  return !demanding && !taking && unnoticed.some((pattern) => pattern.test(code));
}
