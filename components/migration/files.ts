import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** One ordered SQL file. */
export interface MigrationFile {
  /** Place in the order, from 1. */
  ordinal: number;
  /** File name, as in the order file. */
  name: string;
  /** SHA-256 of its bytes, in hex: an applied file must never change. */
  sha256: string;
  /** Its SQL. */
  sql: string;
}

/** The files of a folder in their order, or everything that is wrong with the folder. */
export interface MigrationFolder {
  files: MigrationFile[];
  /** One line a mistake, each with what to do. */
  mistakes: string[];
}

const orderFile = "order.txt";

/**
 * Lists a folder of plain SQL files in the order that its `order.txt` gives: one file name a line; empty lines and lines that
 * start with `#` do not count, and `.sql` may be left out. Every `.sql` file must be listed, and every listed file must be there, once.
 */
export function readMigrations(folder: string): MigrationFolder {
  if (!existsSync(join(folder, orderFile)))
    return {
      files: [],
      mistakes: [`${join(folder, orderFile)} is missing: list the SQL files there, one a line, in order`],
    };
  const names = readOrder(join(folder, orderFile));
  const present = new Set(readdirSync(folder).filter((name) => name.endsWith(".sql")));
  const mistakes = [
    ...names
      .filter((name) => !present.has(name))
      .map((name) => `${name} is listed in ${orderFile}, but is not in ${folder}`),
    ...names
      .filter((name, at) => names.indexOf(name) !== at)
      .map((name) => `${name} is listed twice in ${orderFile}`),
    ...[...present]
      .filter((name) => !names.includes(name))
      .sort()
      .map(
        (name) =>
          `${name} is in ${folder}, but not in ${orderFile}: add it at its place (new ones come last)`,
      ),
  ];
  if (mistakes.length > 0) return { files: [], mistakes };
  const files = names.map((name, at) => readMigration(join(folder, name), at + 1));
  return { files, mistakes: files.flatMap(unusable) };
}

function readOrder(path: string): string[] {
  const lines = readFileSync(path, "utf8")
    .split(/\r?\n/)
    .map((line) => line.trim());
  const names = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return names.map((name) => (name.endsWith(".sql") ? name : `${name}.sql`));
}

function readMigration(path: string, ordinal: number): MigrationFile {
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { ordinal, name: basename(path), sha256, sql: bytes.toString("utf8") };
}

/** What could not run as one transaction of its own, or would not be what its author sees. */
function unusable({ name, sql }: MigrationFile): string[] {
  const mistakes: string[] = [];
  if (sql.startsWith("\uFEFF"))
    mistakes.push(`${name} starts with a byte order mark: save it as UTF-8 without one`);
  if (sql.includes("\uFFFD")) mistakes.push(`${name} is not UTF-8: convert it`);
  if (sql.trim() === "") mistakes.push(`${name} is empty`);
  return mistakes;
}
