import { say } from "../../../messages/say";
import type { ChecksPart } from "../product/checks";

/** What is asked of a schema of MySQL or MariaDB, and of the application's role. */
export const mysqlChecks: ChecksPart = {
  schema: `
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
  // MariaDB writes the word NULL where a column that may be null has no default.
  tables: `
SELECT JSON_OBJECT('table', table_name, 'column', column_name, 'type', column_type, 'nullable', is_nullable = 'YES',
       'default', IF(column_default = 'NULL', NULL, column_default))
  FROM information_schema.columns WHERE table_schema = DATABASE()
UNION ALL
SELECT DISTINCT JSON_OBJECT('table', table_name, 'index', index_name) FROM information_schema.statistics WHERE table_schema = DATABASE()`,
  cannotWork,
  remedy: () => say().database.rights.import,
};

/**
 * What of MySQL or MariaDB the role cannot work with. Its rights are those in the whole database; but what runs with the rights of an
 * account that does not exist here, as a dump of another server brings it, fails for all.
 */
function cannotWork(database: string, app: string): string {
  const things = [
    ["view", "table_name", "views", "table_schema", " AND security_type = 'DEFINER'"],
    ["trigger", "trigger_name", "triggers", "trigger_schema", ""],
    ["routine", "routine_name", "routines", "routine_schema", " AND security_type = 'DEFINER'"],
  ] as const;
  const broken = things.map(
    ([
      kind,
      name,
      list,
      schema,
      more,
    ]) => `SELECT CONCAT('${kind} ', ${name}, ' (runs as ', definer, ', who is not there)')
  FROM information_schema.${list} WHERE ${schema} = '${database}'${more}
   AND definer NOT IN (SELECT CONCAT(user, '@', host) FROM mysql.user)`,
  );
  const grantee = `'''${app}''@''%'''`;
  const rights = `SELECT 'its tables: it may not read and write them' FROM DUAL WHERE 4 >
 (SELECT COUNT(DISTINCT privilege_type) FROM information_schema.schema_privileges WHERE grantee = ${grantee}
   AND REPLACE(table_schema, CHAR(92), '') = '${database}' AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))`;
  return [rights, ...broken].join("\nUNION ALL ");
}
