import { say } from "../../../messages/say";
import type { ChecksPart } from "../product/checks";

/** What is asked of a schema of PostgreSQL, and of the application's role. */
export const postgresChecks: ChecksPart = {
  schema: `
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
  tables: `
SELECT json_build_object('table', c.relname, 'column', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
       'nullable', NOT a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE pg_table_is_visible(c.oid) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace <> 'pg_catalog'::regnamespace
UNION ALL
SELECT json_build_object('table', c.relname, 'index', i.relname)
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
 WHERE pg_table_is_visible(c.oid) AND x.indisvalid AND c.relnamespace <> 'pg_catalog'::regnamespace`,
  cannotWork: (_, app, hidden) => withoutRights(app, hidden),
  // Not by the catalogs alone: what a view reads, and what a policy calls, is known only when it is read.
  reads: (app, tables) =>
    `SET ROLE "${app}";\n${tables.map((table) => `SELECT FROM ${table} LIMIT 1;`).join("\n")}`,
  remedy,
};

/**
 * Tables and views of PostgreSQL that the role has no right to at all, and sequences that give a column its numbers: without them no row can be
 * inserted. Those of an extension are none of its business. CASE, because the server asks in an order of its own, and of a sequence only.
 */
function withoutRights(app: string, hidden: string[]): string {
  const names = hidden.map((name) => `'${name}'`).join(", ");
  const shown = (name: string) => (names === "" ? "" : ` AND ${name} NOT IN (${names})`);
  return `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')${shown("c.relname")}
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
   AND NOT (has_schema_privilege('${app}', n.oid, 'USAGE') AND has_table_privilege('${app}', c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
UNION ALL
SELECT s.relname FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
  JOIN pg_class c ON c.oid = d.refobjid
 WHERE n.nspname = 'public'${shown("c.relname")}
   AND has_table_privilege('${app}', c.oid, 'INSERT')
   AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege('${app}', s.oid, 'USAGE, UPDATE') END
 ORDER BY 1`;
}

function remedy(docker: string, container: string, database: string, app: string): string {
  const statements = [
    `GRANT USAGE ON SCHEMA public TO "${app}"`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${app}"`,
    `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO "${app}"`,
  ];
  return say().database.rights.grant(
    `${docker} exec ${container} psql -U postgres -d ${database} ${statements.map((sql) => `-c '${sql}'`).join(" ")}`,
  );
}
