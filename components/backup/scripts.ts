import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { backupFolder } from "../database/database";
import type { Product } from "../database/product/product";
import { shellWord } from "../engine/shell-word";

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

/** What a script needs to know of the product. */
type Scripted = Pick<Product, "name" | "user" | "backup">;

/** What scripts need to know about a database; plain, so it may stand in `docker inspect`. */
export function scriptVariables({ name, backup }: Scripted, database: string): Record<string, string> {
  return { DATABASE: database, BACKUPS: backupFolder, PRODUCT: name, ...backup.variables };
}

/** A script with what it shares with the others, and with what its product adds. */
export function scriptText({ backup }: Scripted, name: BackupScript): string {
  const { base, switch: beside, exchange } = backup.scripts;
  const more: Partial<Record<BackupScript, string[]>> = {
    schedule: ["retain.sh", "due.sh"],
    restore: [beside, "room.sh"],
    "import-room": [beside, "room.sh"],
    switch: exchange,
    finish: exchange,
    leftovers: exchange,
  };
  const parts = name === "healthy" ? [] : [base, ...(more[name] ?? [])];
  return ["common.sh", ...parts, `${name}.sh`].map(file).join("");
}

/** Text of a file, by its path from this folder. */
export function file(name: string): string {
  return readFileSync(resolve(__dirname, name), "utf8");
}

/**
 * A script as one shell command for `docker exec <container of the database> sh -c`. It becomes the server's user first: what it
 * writes must be readable by the schedule, which has no other rights. Variables of the caller (REASON, ID …) reach it by the environment.
 * The exchange of a restore gets a session and files of its own, so that it neither ends nor waits when its caller is gone.
 */
export function inDatabase(product: Scripted, database: string, name: BackupScript): string {
  const variables = Object.entries(scriptVariables(product, database))
    .map(([key, value]) => `export ${key}=${shellWord(value)}\n`)
    .join("");
  const text = variables + scriptText(product, name);
  const script = unstoppable.includes(name) ? apart(text) : text;
  return `set -- ${shellWord(script)}; [ "$(id -u)" != 0 ] || exec gosu ${product.user} sh -c "$1"; eval "$1"`;
}

/** A shell command in a session of its own; what it said and its exit code are passed on to a caller that is still there. */
function apart(script: string): string {
  return `said=$(mktemp -d) || exit 1
setsid sh -c ${shellWord(script)} >"$said/out" 2>"$said/err" </dev/null &
wait $!
code=$?
cat "$said/out"
cat "$said/err" >&2
rm -r "$said"
exit "$code"
`;
}
