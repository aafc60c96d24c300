import { saidOf } from "../../components/engine/docker";
import { UserError } from "../kernel/report";
import type { StackDatabase } from "../stack";

/** A database that a dump is loaded into, and the roles that it is loaded for. */
export interface Target extends StackDatabase {
  owner: string;
  app: string;
}

/** Runs SQL as administrator, in `database` or that of the target; the rows that it gives. */
export async function asAdmin(target: Target, sql: string, database = target.database): Promise<string[]> {
  const { docker, container } = target;
  const client = {
    PostgreSQL: `psql -X -q -v ON_ERROR_STOP=1 -U postgres -d ${database} -At -f -`,
    MySQL: `mysql -u mysql --batch --skip-column-names ${database}`,
    MariaDB: `mariadb -u mysql --batch --skip-column-names ${database}`,
  }[target.engine.product];
  const command = ["exec", "-i", container, "sh", "-c", client];
  const { exitCode, stdout, stderr } = await docker(command, { input: sql });
  if (exitCode !== 0)
    throw new UserError(`The database in ${container} reports: ${saidOf(stderr, exitCode)}`);
  return stdout.split("\n").filter((row) => row !== "");
}

/** Client of the owner of the schema, in `database`. It takes no command but SQL. */
export function ownersClient({ engine, owner }: Target, database: string): string {
  if (engine.product === "PostgreSQL")
    return `exec psql -X -q -v ON_ERROR_STOP=1 -U ${owner} -d ${database} -f - >/dev/null`;
  const client = engine.product === "MySQL" ? "mysql" : "mariadb";
  return `exec ${client} --defaults-extra-file=${engine.data}/.owner.cnf -u ${owner} --binary-mode --default-character-set=utf8mb4 ${database} >/dev/null`;
}

/** Tables and views of a database but the ledger of migrations and what extensions bring along. */
export function tablesIn(target: Target): Promise<string[]> {
  if (target.engine.product !== "PostgreSQL")
    return asAdmin(
      target,
      `SELECT table_name FROM information_schema.tables WHERE table_schema = '${target.database}' AND table_name <> 'migrations_ledger' ORDER BY 1;`,
    );
  return asAdmin(
    target,
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('information_schema', 'migrations') AND n.nspname NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1;`,
  );
}

/**
 * What a failed import would drop, or could not tell from its own: tables and views; in MySQL and MariaDB, which have no transaction around
 * it, routines and events too.
 */
export async function contentsIn(target: Target): Promise<string[]> {
  const tables = await tablesIn(target);
  if (target.engine.product === "PostgreSQL") return tables;
  const { database } = target;
  const more = await asAdmin(
    target,
    `SELECT CONCAT(LOWER(routine_type), ' ', routine_name) FROM information_schema.routines WHERE routine_schema = '${database}'
 UNION ALL SELECT CONCAT('event ', event_name) FROM information_schema.events WHERE event_schema = '${database}' ORDER BY 1;`,
  );
  return [...tables, ...more];
}

/** Makes a database beside the target's, as empty and with the same owner and rights. What fails leaves none. */
export async function makeBeside(target: Target, name: string): Promise<void> {
  const { owner, app, engine } = target;
  if (engine.product !== "PostgreSQL") {
    const [collation = "utf8mb4_general_ci"] = await asAdmin(target, "SELECT @@collation_database;");
    await asAdmin(
      target,
      `CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE ${collation};
GRANT ALL PRIVILEGES ON \`${name.replaceAll("_", "\\_")}\`.* TO '${owner}'@'localhost';`,
    );
    return;
  }
  const extensions = await asAdmin(target, "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql';");
  await asAdmin(target, `CREATE DATABASE "${name}" OWNER "${owner}";`, "postgres");
  const rights = ["SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT, UPDATE ON SEQUENCES"];
  await asAdmin(
    { ...target, database: name },
    [
      ...extensions.map((extension) => `CREATE EXTENSION "${extension}";`),
      `ALTER SCHEMA public OWNER TO "${owner}";`,
      `GRANT USAGE ON SCHEMA public TO "${app}";`,
      ...[...rights, "EXECUTE ON FUNCTIONS"].map(
        (each) => `ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public GRANT ${each} TO "${app}";`,
      ),
    ].join("\n"),
    name,
  ).catch(async (error: unknown) => {
    // Some extensions can be in one database of a server only.
    await removeBeside(target, name);
    throw error;
  });
}

/** Removes a database that was made beside, with what a failed import left in it. */
export async function removeBeside(target: Target, name: string): Promise<void> {
  const postgres = target.engine.product === "PostgreSQL";
  const drop = postgres ? `DROP DATABASE "${name}" WITH (FORCE);` : `DROP DATABASE \`${name}\`;`;
  await asAdmin(target, drop, postgres ? "postgres" : target.database);
  if (!postgres) await revoke(target, name);
}

/** The owner has rights in the application's database only. */
export async function revoke(target: Target, name: string): Promise<void> {
  const database = name.replaceAll("_", "\\_");
  await asAdmin(target, `REVOKE ALL PRIVILEGES ON \`${database}\`.* FROM '${target.owner}'@'localhost';`);
}

/**
 * SQL at the end of the import's transaction: schemas that the dump made get the rights of the application's role that `public` has. MySQL
 * and MariaDB have none, and rights in the whole database.
 */
export function rightsSql({ app, engine }: Target): string {
  if (engine.product !== "PostgreSQL") return "";
  return `
DO $import$ DECLARE made text; BEGIN
  FOR made IN SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole AND nspname <> 'migrations' LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %1$I TO "${app}"', made);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${app}"', made);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "${app}"', made);
  END LOOP;
  -- One by one: what an extension has there belongs to another role.
  FOR made IN
    SELECT format(CASE relkind WHEN 'S' THEN 'USAGE, SELECT, UPDATE ON SEQUENCE %s' ELSE 'SELECT, INSERT, UPDATE, DELETE ON TABLE %s' END, pg_class.oid::regclass)
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspowner = current_user::regrole AND relowner = current_user::regrole AND nspname <> 'migrations' AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT format('EXECUTE ON ROUTINE %s', pg_proc.oid::regprocedure)
      FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
     WHERE nspowner = current_user::regrole AND proowner = current_user::regrole AND nspname <> 'migrations'
  LOOP
    EXECUTE format('GRANT %s TO "${app}"', made);
  END LOOP;
END $import$;
COMMIT;
`;
}
