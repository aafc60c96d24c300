import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../database/engines";

/** Folder of the backups in a database's container and in that of the schedule: a volume of their own. */
export const backupFolder = "/var/backups/database";

/** The scripts of this folder that can be run. */
export type BackupScript =
  "dump" | "restore-test" | "restore" | "switch" | "loss" | "pin" | "schedule" | "healthy";

/** What scripts need to know about a database; plain, so it may stand in `docker inspect`. */
export function scriptVariables(product: Engine["product"], database: string): Record<string, string> {
  const common = { DATABASE: database, BACKUPS: backupFolder, PRODUCT: product };
  if (product === "PostgreSQL") return { ...common, PGUSER: "postgres" };
  const [client, dumper, server, flags] =
    product === "MariaDB"
      ? ["mariadb", "mariadb-dump", "mariadbd", ""]
      : ["mysql", "mysqldump", "mysqld", "--set-gtid-purged=OFF --no-tablespaces"];
  return {
    ...common,
    CLIENT: client,
    DUMPER: dumper,
    SERVER_PROGRAM: server,
    DUMP_FLAGS: flags,
    CONNECT: "--user=mysql",
  };
}

/** A script with what it shares with the others, and with what its engine adds. */
export function scriptText(product: Engine["product"], name: BackupScript): string {
  const engine = product === "PostgreSQL" ? "postgres" : "mysql";
  const more: Partial<Record<BackupScript, string[]>> = {
    schedule: ["retain"],
    restore: [`${engine}-switch`],
    switch: [`${engine}-switch`],
  };
  const parts = name === "healthy" ? ["common", name] : ["common", engine, ...(more[name] ?? []), name];
  return parts.map((part) => file(`${part}.sh`)).join("");
}

/** Text of a file of this folder. */
export function file(name: string): string {
  return readFileSync(join(__dirname, name), "utf8");
}

/**
 * A script as one shell command for `docker exec <container of the database> sh -c`. It becomes the server's user first: what it
 * writes must be readable by the schedule, which has no other rights. Variables of the caller (REASON, ID …) reach it by the environment.
 */
export function inDatabase(
  engine: Pick<Engine, "product" | "user">,
  database: string,
  name: BackupScript,
): string {
  const variables = Object.entries(scriptVariables(engine.product, database))
    .map(([key, value]) => `export ${key}=${quote(value)}\n`)
    .join("");
  const text = quote(variables + scriptText(engine.product, name));
  return `set -- ${text}; [ "$(id -u)" != 0 ] || exec gosu ${engine.user} sh -c "$1"; eval "$1"`;
}

/** As one word of a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
