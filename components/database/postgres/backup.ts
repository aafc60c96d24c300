import { join } from "node:path";
import type { BackupPart, BackupRole } from "../product/backup";
import { scramVerifier } from "./scram";

const script = (name: string) => join(__dirname, `${name}.sh`);

/** Backups of PostgreSQL. */
export const postgresBackup: BackupPart = {
  roleSql,
  variables: { PGUSER: "postgres" },
  scripts: {
    base: script("backup"),
    switch: script("switch"),
    exchange: [script("switch")],
  },
  table: (table) => {
    const [, schema = "", name = ""] = /^("(?:[^"]|"")*"|[^".]+)\.(.*)$/s.exec(table) ?? [];
    return { SCHEMA: plain(schema), TABLE: plain(name) };
  },
};

/** Rows that a policy hides, and large objects, are part of a backup too; neither belongs to pg_read_all_data. */
function roleSql({ database, role, secret }: BackupRole): string {
  return `
SET client_min_messages = warning;
SELECT 'CREATE ROLE "${role}"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') \\gexec
ALTER ROLE "${role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS PASSWORD '${scramVerifier(secret, `${database}/${role}`)}';
ALTER ROLE "${role}" SET default_transaction_read_only = on;
ALTER ROLE "${role}" SET lo_compat_privileges = on;
GRANT pg_read_all_data TO "${role}";
`;
}

/** An identifier without its quotes. */
const plain = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
