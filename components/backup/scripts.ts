import { readFileSync } from "node:fs";
import { join } from "node:path";
import { backupFolder } from "../database/database";
import type { Engine } from "../database/engines";

/** The scripts of this folder that can be run. */
export type BackupScript =
  | "dump"
  | "restore-test"
  | "restore"
  | "import-room"
  | "switch"
  | "finish"
  | "leftovers"
  | "loss"
  | "pin"
  | "schedule"
  | "healthy";

/** Scripts that must come to their end whatever becomes of the command that began them. */
const unstoppable: BackupScript[] = ["switch", "finish"];

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
  const exchange =
    engine === "mysql" ? ["mysql-switch", "mysql-objects", "mysql-exchange"] : ["postgres-switch"];
  const more: Partial<Record<BackupScript, string[]>> = {
    schedule: ["retain", "due"],
    restore: [`${engine}-switch`, "room"],
    "import-room": [`${engine}-switch`, "room"],
    switch: exchange,
    finish: exchange,
    leftovers: exchange,
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
 * The exchange of a restore gets a session and files of its own, so that it neither ends nor waits when its caller is gone.
 */
export function inDatabase(
  engine: Pick<Engine, "product" | "user">,
  database: string,
  name: BackupScript,
): string {
  const variables = Object.entries(scriptVariables(engine.product, database))
    .map(([key, value]) => `export ${key}=${quote(value)}\n`)
    .join("");
  const text = variables + scriptText(engine.product, name);
  const script = unstoppable.includes(name) ? apart(text) : text;
  return `set -- ${quote(script)}; [ "$(id -u)" != 0 ] || exec gosu ${engine.user} sh -c "$1"; eval "$1"`;
}

/** A shell command in a session of its own; what it said and its exit code are passed on to a caller that is still there. */
function apart(script: string): string {
  return `said=$(mktemp -d) || exit 1
setsid sh -c ${quote(script)} >"$said/out" 2>"$said/err" </dev/null &
wait $!
code=$?
cat "$said/out"
cat "$said/err" >&2
rm -r "$said"
exit "$code"
`;
}

/** As one word of a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
