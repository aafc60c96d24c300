import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../messages/say";
import type { Language } from "../database/client/dialect";
import { grammarOf } from "../database/products";
import { readOrder } from "./order";
import { halvesOf, nameOfWayBack, wayBackIn } from "./sql/halves";
import { lint } from "./sql/lint";
import { scan, type Scanned } from "./sql/scan";

/** One ordered SQL file. */
export interface MigrationFile {
  /** Place in the order, from 1. */
  ordinal: number;
  /** File name, as in the order file; of a Prisma folder its name. */
  name: string;
  /** Path in the folder. */
  path: string;
  /** SHA-256 of its bytes, in hex: an applied file must never change. */
  sha256: string;
  /** Its SQL; of a file with a way back below only the up half. */
  sql: string;
  /** Why it must not run; one that was applied before that was known stays so. */
  refused?: string;
}

/** The files of a folder in their order, or everything that is wrong with the folder. */
export interface MigrationFolder {
  files: MigrationFile[];
  /** One line a mistake, each with what to do. */
  mistakes: string[];
}

/**
 * Reads a folder of migrations in their order (see {@link readOrder}). Every SQL file must have one place, be UTF-8 without a byte order
 * mark, close its quotes, and leave the transaction to the runner.
 *
 * @param language whose SQL it is; without it only names and encoding are looked at
 */
export function readMigrations(folder: string, language?: Language): MigrationFolder {
  const { entries, mistakes } = readOrder(folder);
  if (mistakes.length > 0) return { files: [], mistakes };
  const files = entries.map(({ name, path }, at) => readMigration(folder, name, path, at + 1, language));
  return { files, mistakes: files.flatMap((file) => unusable(file, language)) };
}

function readMigration(
  folder: string,
  name: string,
  path: string,
  ordinal: number,
  language?: Language,
): MigrationFile {
  const bytes = readFileSync(join(folder, path));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { up: sql, refused: half } = halvesOf(bytes.toString("utf8"));
  const refused = nameOfWayBack(name) ?? half ?? (language && unfit(sql, language));
  return { ordinal, name, path, sha256, sql, ...(refused !== undefined && { refused }) };
}

/** How the preview names a file, and the state one that was applied. */
export const triggerOf = ({ name, sha256 }: Pick<MigrationFile, "name" | "sha256">) =>
  `${name} sha256:${sha256.slice(0, 16)}`;

/** What another tool would not run as it stands, or not as this one does. */
function unfit(sql: string, language: Language): string | undefined {
  const needsDelimiter = grammarOf(language).delimiter !== undefined;
  const block = needsDelimiter ? sql.split("\n").findIndex((line) => /StatementBegin/i.test(line)) : -1;
  if (block >= 0 && /^\s*--\s*\+\w+\s/.test(sql.split("\n")[block] ?? ""))
    return say().migration.files.statementBegin(block + 1);
  return wayBackIn(sql, scanned(sql, language));
}

/** What could not run as one transaction of its own, or would not be what its author sees. */
function unusable({ name, sql }: MigrationFile, language?: Language): string[] {
  const texts = say().migration.files;
  if (sql.startsWith("\uFEFF")) return [texts.byteOrderMark(name)];
  if (sql.includes("\uFFFD") || sql.includes("\0")) return [texts.notUtf8(name)];
  if (sql.trim() === "") return [texts.empty(name)];
  return language ? lint(name, sql, scanned(sql, language), language) : [];
}

const known = new Map<string, Scanned>();

/** The statements of a file; scanned once a process. */
export function scanned(sql: string, language: Language): Scanned {
  const key = `${language} ${sql}`;
  const found = known.get(key) ?? scan(sql, language);
  known.set(key, found);
  return found;
}
