import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Files of a stack's state whose note was cut off. A file backend writes beside each file a small one, `FILE.attrs`, with its type and checksum. The
 * file itself is replaced whole; the note is not, and is empty when its writer is killed at the wrong moment. The CLI then reads neither of the two and
 * says only `failed to load checkpoint: EOF`.
 *
 * @param folder of the backend
 * @param age milliseconds that a damaged note must have. Default 0: of an update that runs one may just be written
 * @see https://pkg.go.dev/gocloud.dev/blob/fileblob which files those are; `metadata=skip` makes none
 */
export function damagedNotes(folder: string, project: string, stack: string, age = 0): string[] {
  const own = (inside: string[], prefix: string) => {
    const path = join(folder, ".pulumi", ...inside);
    const names = existsSync(path) ? readdirSync(path) : [];
    return names
      .filter((name) => name.startsWith(prefix) && name.endsWith(".attrs"))
      .map((name) => join(path, name));
  };
  return [
    ...own([], "meta."),
    ...own(["stacks", project], `${stack}.`),
    ...own(["locks", "organization", project, stack], ""),
    ...own(["history", project, stack], ""),
    ...own(["backups", project, stack], ""),
  ].filter((path) => isDamaged(path, age));
}

/** Removes them. Without a note a file is read as it is. */
export function removeDamagedNotes(folder: string, project: string, stack: string): number {
  const damaged = damagedNotes(folder, project, stack);
  for (const path of damaged) rmSync(path, { force: true });
  return damaged.length;
}

function isDamaged(path: string, age: number): boolean {
  try {
    JSON.parse(readFileSync(path, "utf8"));
    return false;
  } catch (error) {
    return error instanceof SyntaxError && Date.now() - statSync(path).mtimeMs >= age;
  }
}
