import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Ignored, readDockerignore } from "./dockerignore";

/** A thing in a build context. */
export interface Entry {
  /** Path relative to the context, with slashes. */
  name: string;
  /** Of a file's mode only this counts; a folder is named only when there is nothing in it. */
  kind: "file" | "executable" | "link" | "folder";
  /** The build sees it: its .dockerignore does not leave it out. */
  sent: boolean;
}

/**
 * Everything in a build context, in an order that is the same on every machine, but for folders that are left out as a whole and that only a
 * developer's machine makes.
 *
 * @throws when the folder does not exist
 */
export function contextEntries(folder: string): Entry[] {
  const file = join(folder, ".dockerignore");
  const ignored = readDockerignore(existsSync(file) ? readFileSync(file, "utf8") : "");
  return [...entries(folder, "", ignored)];
}

/** Folders that a developer's machine makes; what a .dockerignore leaves out of them is not even listed. */
const made = new Set(["node_modules", "dist", "__pycache__", ".pytest_cache", ".venv", ".git"]);

function* entries(folder: string, prefix: string, ignored: Ignored): Generator<Entry> {
  const names = readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  for (const each of names) {
    const path = join(folder, each);
    const name = `${prefix}${each}`;
    const sent = !ignored.has(name);
    if (!sent && made.has(each) && ignored.whole(name)) continue;
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      const inside = [...entries(path, `${name}/`, ignored)].filter((entry) => entry.sent || !made.has(each));
      yield* inside;
      if (inside.length === 0 && sent) yield { name, kind: "folder", sent };
    } else if (stat.isSymbolicLink()) yield { name, kind: "link", sent };
    else if (stat.isFile()) yield { name, kind: stat.mode & 0o100 ? "executable" : "file", sent };
  }
}

/**
 * Copies what the build sees into an empty folder, with modes that do not depend on who checked it out: everybody can read all of it, as
 * an application that is not root must.
 */
export function copyContext(from: string, to: string): void {
  for (const { name, kind, sent } of contextEntries(from)) {
    if (!sent) continue;
    const target = join(to, name);
    mkdirSync(kind === "folder" ? target : dirname(target), { recursive: true });
    if (kind === "link") symlinkSync(readlinkSync(join(from, name)), target);
    else if (kind !== "folder") {
      copyFileSync(join(from, name), target);
      chmodSync(target, kind === "executable" ? 0o755 : 0o644);
    }
  }
  openFolders(to);
}

/** Whatever the umask is. */
function openFolders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(join(folder, entry.name));
}
