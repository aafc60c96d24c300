import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Folders that no image needs and that a developer's machine makes. A .dockerignore should name them too. */
const ignored = new Set(["node_modules", "dist", "__pycache__", ".pytest_cache", ".venv", ".git"]);

/**
 * A hash of everything that a build context holds: names, contents and links, in an order that is the
 * same on every machine. Times and owners do not count, so two clones of one commit give one hash.
 *
 * @throws when the folder does not exist
 */
export function contextHash(folder: string): string {
  const hash = createHash("sha256");
  for (const line of entries(folder, "")) hash.update(line);
  return hash.digest("hex");
}

function* entries(folder: string, prefix: string): Generator<string> {
  const found = readdirSync(folder, { withFileTypes: true }).filter((entry) => !ignored.has(entry.name));
  for (const entry of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* entries(path, `${name}/`);
    else if (entry.isSymbolicLink()) yield `link ${name} ${readlinkSync(path)}\n`;
    else yield `file ${name} ${createHash("sha256").update(readFileSync(path)).digest("hex")}\n`;
  }
}
