import type { Engine } from "../database/engines";
import { unlogged } from "../database/mysql/roles";
import { scramVerifier } from "../database/postgres/scram";

/** A role that reads a database to back it up. */
export interface BackupRole {
  database: string;
  /** Name of the role. */
  role: string;
  /** Its password: letters and digits. */
  secret: string;
}

/**
 * SQL that makes the role as it must be: it reads everything that a dump needs, and writes nothing. Running it twice changes nothing.
 */
export function backupRoleSql(product: Engine["product"], { database, role, secret }: BackupRole): string {
  // Rows that a policy hides, and large objects, are part of a backup too; neither belongs to pg_read_all_data.
  if (product === "PostgreSQL")
    return `
SET client_min_messages = warning;
SELECT 'CREATE ROLE "${role}"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec
ALTER ROLE "${role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD '${scramVerifier(secret, `${database}/${role}`)}';
ALTER ROLE "${role}" SET default_transaction_read_only = on;
ALTER ROLE "${role}" SET lo_compat_privileges = on;
GRANT pg_read_all_data TO "${role}";
`;
  const account = `'${role}'@'%'`;
  // Without it the text of a routine cannot be read, and is left out of a dump without a word.
  const routines = product === "MariaDB" ? "SELECT ON mysql.proc" : "SHOW_ROUTINE ON *.*";
  return `${unlogged}
CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${secret}';
ALTER USER ${account} IDENTIFIED BY '${secret}';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON \`${database.replaceAll("_", "\\_")}\`.* TO ${account};
GRANT ${routines} TO ${account};
`;
}
