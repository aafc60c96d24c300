import { dialectOf, type Target } from "../database/client/target";
import type { Failure, Outcome, TableCheck } from "./checks";
import { askReadOnly, type Answer } from "../database/client/read-only";

/** A database, and the role that an application connects as. */
export interface AppRole {
  /** Name of the database's component. */
  name: string;
  target: Target;
  app: string;
  tables: TableCheck[];
}

/**
 * Looks whether the application's role can work with what is there: tables that were loaded by hand belong to another role, and every request
 * fails while the owner of the schema, whom the other checks ask, may do everything.
 */
export async function checkAppRole(
  { name, target, app, tables }: AppRole,
  environment: Record<string, string>,
): Promise<Outcome> {
  const start = performance.now();
  const ask = (sql: string) => askReadOnly({ ...target, client: target.admin }, environment, sql);
  const checked = tables.filter((table) => table.private !== true).map(({ table }) => table);
  const hidden = tables.filter((table) => table.private === true).map(({ table }) => table);
  const found = await lacks(ask, target, app, checked, hidden);
  const check = `what the application's role ${app} may do`;
  const seconds = (performance.now() - start) / 1000;
  return { group: name, check, seconds, ...(found && { failure: found }) };
}

async function lacks(
  ask: (sql: string) => Promise<Answer>,
  target: Target,
  app: string,
  checked: string[],
  hidden: string[],
): Promise<Failure | undefined> {
  const { language } = dialectOf(target);
  const postgres = language === "PostgreSQL";
  const expected = `${app} works with everything in database ${target.database}`;
  const listed = await ask(postgres ? withoutRights(app, hidden) : cannotWork(target.database, app));
  if ("trouble" in listed) return { expected, found: listed.trouble, fix: `docker logs ${target.container}` };
  if (listed.rows.length > 0)
    return {
      expected,
      found: `it may do nothing with: ${shortened(listed.rows)}`,
      fix: postgres
        ? grants(target, app)
        : "npm run import loads a dump so that all belongs to the owner of the schema",
    };
  // Not by the catalogs alone: what a view reads, and what a policy calls, is known only when it is read.
  if (!postgres || checked.length === 0) return undefined;
  const read = checked.map((table) => `SELECT FROM ${table} LIMIT 1;`).join("\n");
  const answer = await ask(`SET ROLE "${app}";\n${read}`);
  // A table that is not there is told by its own check.
  if (!("trouble" in answer) || /does not exist/.test(answer.trouble)) return undefined;
  return { expected, found: answer.trouble, fix: grants(target, app) };
}

/**
 * Tables and views of PostgreSQL that the role has no right to at all, and sequences that give a column its numbers: without them no row can be
 * inserted. Those of an extension are none of its business. CASE, because the server asks in an order of its own, and of a sequence only.
 */
export function withoutRights(app: string, hidden: string[]): string {
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

/**
 * What of MySQL or MariaDB the role cannot work with. Its rights are those in the whole database; but what runs with the rights of an
 * account that does not exist here, as a dump of another server brings it, fails for all.
 */
export function cannotWork(database: string, app: string): string {
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

function grants({ container, database }: Target, app: string): string {
  const statements = [
    `GRANT USAGE ON SCHEMA public TO "${app}"`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${app}"`,
    `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO "${app}"`,
  ];
  return `docker exec ${container} psql -U postgres -d ${database} ${statements.map((sql) => `-c '${sql}'`).join(" ")}; a dump is loaded by npm run import, which sets owners and rights`;
}

function shortened(names: string[]): string {
  const more = names.length > 8 ? ` and ${names.length - 8} more` : "";
  return names.slice(0, 8).join(", ") + more;
}
