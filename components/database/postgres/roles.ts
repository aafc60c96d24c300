import type { Roles } from "../product/roles";
import { scramVerifier } from "./scram";

/**
 * SQL that makes the roles of a database as they must be, whatever they were before: running it twice changes nothing.
 * What the owner creates later is readable and writable by the application without further grants. The password is in none of its statements:
 * a server may log them, and keeps them for its statistics.
 */
export function rolesSql({ database, owner, app, secret, salt, extensions = [] }: Roles): string {
  return `
SET client_min_messages = warning;
${createRole(owner)}
${createRole(app)}
ALTER ROLE "${owner}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD NULL;
ALTER ROLE "${app}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${scramVerifier(secret, `${salt}/${app}`)}';
ALTER DATABASE "${database}" OWNER TO "${owner}";
ALTER SCHEMA public OWNER TO "${owner}";
GRANT USAGE ON SCHEMA public TO "${app}";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${app}";
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO "${app}";
ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${app}";
ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "${app}";
ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO "${app}";
${extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}";`).join("\n")}
`;
}

/** PostgreSQL has no CREATE ROLE IF NOT EXISTS. */
export function createRole(role: string): string {
  return `SELECT 'CREATE ROLE "${role}"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec`;
}
