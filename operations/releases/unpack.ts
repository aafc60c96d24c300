import { copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import { readTar, type TarEntry } from "../../components/release/tar";
import { say } from "../../messages/say";

/**
 * Unpacks an archive into a folder of which nothing leads out: no absolute path, no `..`, no link to what is not in it. Links are made last, so
 * nothing is written through one.
 *
 * @throws Error that names the member which is refused
 */
export function unpack(archive: Buffer, folder: string): void {
  const texts = say().releases.source;
  const entries = readTar(gunzipSync(archive));
  const links: TarEntry[] = [];
  for (const entry of entries) {
    const path = within(folder, entry.name);
    if (path === undefined) throw new Error(texts.leaves(entry.name));
    if (entry.type === "5") mkdirSync(path, { recursive: true });
    else if (entry.type === "0") {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, entry.content, { mode: entry.executable ? 0o700 : 0o600 });
    } else if (entry.type === "1") copyLinked(folder, entry, path);
    else if (entry.type === "2") links.push(entry);
    else if (entry.type !== "g") throw new Error(texts.noFile(entry.name));
  }
  for (const { name, link } of links) {
    if (isAbsolute(link) || within(folder, join(dirname(name), link)) === undefined)
      throw new Error(texts.linkLeaves(name, link));
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(link, path);
  }
  const top = realpathSync(folder);
  for (const { name, link } of links)
    if (existsSync(join(folder, name)) && !isBelow(top, realpathSync(join(folder, name))))
      throw new Error(texts.linkLeaves(name, link));
}

/** A second name of a file is a copy of it. */
function copyLinked(folder: string, { name, link }: TarEntry, path: string): void {
  const original = within(folder, link);
  if (original === undefined || !existsSync(original))
    throw new Error(say().releases.source.linkToNothing(name, link));
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(original, path);
}

/** Where a path of an archive lies in a folder; undefined when that is not in it. */
export function within(folder: string, path: string): string | undefined {
  const below = normalize(path);
  if (isAbsolute(path) || below === ".." || below.startsWith(`..${sep}`)) return undefined;
  return join(folder, below);
}

const isBelow = (top: string, path: string) => path === top || path.startsWith(top + sep);
