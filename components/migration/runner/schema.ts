import { dialectOf, type Target } from "../../database/client/target";
import { Session } from "../../database/client/session";

/** Tables, columns, constraints, indexes and views, without the ledger and what extensions brought: a line each. */
const queries = {
  PostgreSQL: `
WITH mine AS (
  SELECT c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname NOT IN ('migrations', 'information_schema') AND n.nspname !~ '^pg_' AND c.relkind IN ('r', 'p', 'v', 'm')
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
SELECT format('%s', name) FROM mine WHERE relkind IN ('r', 'p')
UNION ALL
SELECT format('%s column %I %s%s%s', name, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END,
       ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
  FROM mine JOIN pg_attribute a ON a.attrelid = mine.oid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE a.attnum > 0 AND NOT a.attisdropped AND relkind IN ('r', 'p')
UNION ALL
SELECT format('%s constraint %I %s', name, conname, pg_get_constraintdef(k.oid)) FROM mine JOIN pg_constraint k ON k.conrelid = mine.oid WHERE k.contype <> 'n'
UNION ALL
SELECT format('%s index %s', name, pg_get_indexdef(i.indexrelid)) || CASE WHEN NOT i.indisvalid THEN ' (invalid)' ELSE '' END
  FROM mine JOIN pg_index i ON i.indrelid = mine.oid
UNION ALL
SELECT format('%s view %s', name, regexp_replace(pg_get_viewdef(oid), '\\s+', ' ', 'g')) FROM mine WHERE relkind IN ('v', 'm');
`,
  MySQL: `
SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name <> 'migrations_ledger'
UNION ALL
SELECT CONCAT_WS(' ', table_name, 'column', column_name, column_type, collation_name, IF(is_nullable = 'NO', 'NOT NULL', NULL),
       CONCAT('DEFAULT ', column_default), NULLIF(extra, ''))
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'migrations_ledger'
UNION ALL
SELECT CONCAT(table_name, ' index ', index_name, IF(MAX(non_unique) = 0, ' unique', ''), ' (',
       GROUP_CONCAT(CONCAT(COALESCE(column_name, '?'), COALESCE(CONCAT('(', sub_part, ')'), '')) ORDER BY seq_in_index SEPARATOR ', '), ')')
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> 'migrations_ledger' GROUP BY table_name, index_name
UNION ALL
SELECT CONCAT(k.table_name, ' constraint ', k.constraint_name, ' (', GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position), ') references ',
       k.referenced_table_name, ' (', GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position), ')')
  FROM information_schema.key_column_usage k WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL
 GROUP BY k.table_name, k.constraint_name, k.referenced_table_name;
`,
};

/** The schema of a database, a line each thing, sorted. */
export async function schemaOf(target: Target): Promise<string[]> {
  const dialect = dialectOf(target);
  const session = new Session(target.container, target.client, dialect);
  try {
    // The name of a database must not be part of what is compared, nor the search path.
    return (await session.ask(dialect.quiet + queries[dialect.language])).sort();
  } finally {
    await session.close();
  }
}

/** What two schemas do not have in common: `+` is in the database only, `-` in the files only. */
export function difference(live: string[], made: string[]): string[] {
  const [inLive, inMade] = [new Set(live), new Set(made)];
  const lines = [
    ...live.filter((line) => !inMade.has(line)).map((line) => `+ ${line}`),
    ...made.filter((line) => !inLive.has(line)).map((line) => `- ${line}`),
  ];
  return lines.sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}
