import { join } from "node:path";
import type { BackupPart, BackupRole } from "../product/backup";
import type { Programs } from "./programs";
import { unlogged } from "./roles";

const script = (name: string) => join(__dirname, `${name}.sh`);

/** Backups of MySQL or MariaDB. */
export function mysqlBackup({ client, dumper, server, dumpFlags, readsRoutines }: Programs): BackupPart {
  return {
    roleSql: (role) => roleSql(role, readsRoutines),
    variables: {
      CLIENT: client,
      DUMPER: dumper,
      SERVER_PROGRAM: server,
      DUMP_FLAGS: dumpFlags,
      CONNECT: "--user=mysql",
    },
    scripts: {
      base: script("backup"),
      switch: script("switch"),
      exchange: [script("switch"), script("objects"), script("exchange")],
    },
    table: (name) => ({ TABLE: name }),
  };
}

function roleSql({ database, role, secret }: BackupRole, routines: string): string {
  const account = `'${role}'@'%'`;
  return `${unlogged}
CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${secret}';
ALTER USER ${account} IDENTIFIED BY '${secret}';
GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON \`${database.replaceAll("_", "\\_")}\`.* TO ${account};
GRANT ${routines} TO ${account};
`;
}
