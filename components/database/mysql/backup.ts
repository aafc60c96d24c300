import { join } from "node:path";
import type { BackupPart } from "../product/backup";
import type { Programs } from "./programs";

const script = (name: string) => join(__dirname, `${name}.sh`);

/** Backups of MySQL or MariaDB. */
export function mysqlBackup({ client, dumper, server, dumpFlags }: Programs): BackupPart {
  return {
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
