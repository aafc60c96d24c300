import type { Right, RoleToMake } from "../product/roles";
import { migrationLock } from "./dialect";
import { createRole } from "./roles";
import { scramVerifier } from "./scram";

/** Rights in the schema of the application, by what they are on. */
type Grants = Partial<Record<"TABLES" | "SEQUENCES" | "FUNCTIONS", string>>;

const read: Grants = { TABLES: "SELECT", SEQUENCES: "SELECT" };
const write: Grants = {
  TABLES: "SELECT, INSERT, UPDATE, DELETE",
  SEQUENCES: "USAGE, SELECT, UPDATE",
  FUNCTIONS: "EXECUTE",
};
const all: Grants = { TABLES: "ALL", SEQUENCES: "ALL", FUNCTIONS: "ALL" };

/** Minutes that it waits for a migration that runs. */
export const roleWait = 10;

/** SQL that makes one more role as it must be; see {@link Right}. Running it twice changes nothing. */
export function roleSql({ database, owner, role, secret, may }: RoleToMake): string {
  const bypass = may === "backup" ? " BYPASSRLS" : " NOREPLICATION NOBYPASSRLS";
  return `
SET client_min_messages = warning;
${createRole(role)}
ALTER ROLE "${role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE${bypass} PASSWORD '${scramVerifier(secret, `${database}/${role}`)}';
${rightsSql(may, role, owner)}
`;
}

function rightsSql(may: Right, role: string, owner: string): string {
  // Rows that a policy hides, and large objects, are part of a backup too; neither belongs to pg_read_all_data. Nothing is taken from it first: a
  // dump may be running.
  if (may === "backup")
    return `ALTER ROLE "${role}" SET default_transaction_read_only = on;
ALTER ROLE "${role}" SET lo_compat_privileges = on;
GRANT pg_read_all_data TO "${role}";`;
  const given = {
    read: inPublic("GRANT", read, role, owner),
    write: inPublic("GRANT", write, role, owner),
    monitor: [`GRANT pg_monitor TO "${role}";`],
  };
  // An earlier release may have let it do something else.
  const taken = [`REVOKE pg_monitor FROM "${role}";`, ...inPublic("REVOKE", all, role, owner)];
  // After a migration that runs, and one role after the other: what two of them do to the same tables at once, PostgreSQL refuses.
  return [
    "BEGIN;",
    `SET LOCAL lock_timeout = '${roleWait}min';`,
    `SELECT pg_advisory_xact_lock(${migrationLock});`,
    ...taken,
    ...given[may],
    "COMMIT;",
  ].join("\n");
}

/** Gives or takes rights on what is there, and on what the owner of the schema makes later. */
function inPublic(verb: "GRANT" | "REVOKE", grants: Grants, role: string, owner: string): string[] {
  const whose = `${verb === "GRANT" ? "TO" : "FROM"} "${role}"`;
  return [
    `${verb} USAGE ON SCHEMA public ${whose};`,
    ...Object.entries(grants).flatMap(([kind, rights]) => [
      `${verb} ${rights} ON ALL ${kind} IN SCHEMA public ${whose};`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE "${owner}" IN SCHEMA public ${verb} ${rights} ON ${kind} ${whose};`,
    ]),
  ];
}
