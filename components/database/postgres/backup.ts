import { join } from "node:path";
import type { BackupPart } from "../product/backup";

const script = (name: string) => join(__dirname, `${name}.sh`);

/** Backups of PostgreSQL. */
export const postgresBackup: BackupPart = {
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

/** An identifier without its quotes. */
const plain = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
