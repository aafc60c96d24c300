import type { DatabasesPart } from "../product/databases";

/** Extensions of a database but the one that all have. */
const extensions = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql';";

const rights = [
  "SELECT, INSERT, UPDATE, DELETE ON TABLES",
  "USAGE, SELECT, UPDATE ON SEQUENCES",
  "EXECUTE ON FUNCTIONS",
];

/** More databases of a PostgreSQL server. */
export const postgresDatabases: DatabasesPart = {
  rows: (database) => `psql -X -q -v ON_ERROR_STOP=1 -U postgres -d ${database} -At -f -`,
  ownerOnly: (owner, database) =>
    `exec psql -X -q -v ON_ERROR_STOP=1 -U ${owner} -d ${database} -f - >/dev/null`,
  drop: (name) => `dropdb -U postgres ${name}`,
  tables: () => `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('information_schema', 'migrations') AND n.nspname NOT LIKE 'pg\\_%'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY 1;`,
  beside: {
    ask: extensions,
    create: (name, owner) => `CREATE DATABASE "${name}" OWNER "${owner}";`,
    remove: (name) => `DROP DATABASE "${name}" WITH (FORCE);`,
    from: "postgres",
    furnish: ({ owner, app }, found) =>
      [
        ...found.map((extension) => `CREATE EXTENSION "${extension}";`),
        `ALTER SCHEMA public OWNER TO "${owner}";`,
        `GRANT USAGE ON SCHEMA public TO "${app}";`,
        ...rights.map(
          (each) =>
            `ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public GRANT ${each} TO "${app}";`,
        ),
      ].join("\n"),
  },
  throwaway: {
    ask: `${extensions}\n`,
    create: (name, owner, found) => `CREATE DATABASE ${name} OWNER "${owner}" TEMPLATE template0;
\\c ${name}
ALTER SCHEMA public OWNER TO "${owner}";
${found.map((extension) => `CREATE EXTENSION IF NOT EXISTS "${extension}";`).join("\n")}
`,
    client: (admin, _, owner) => `env PGOPTIONS='-c role=${owner}' ${admin}`,
  },
};
