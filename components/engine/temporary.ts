import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive, ownerOf } from "./owner";

/** A folder that goes with the process. */
export interface Temporary {
  path: string;
  remove: () => void;
}

/** Whose a folder is: prefix, process, its start, where its number means that process, and what makes the name its own. */
const named = /^web-systems-.+-(\d+)-(\d*)-([0-9a-f]{16})-[^-]+$/;

/** The folders of this process. */
const mine = new Set<string>();

/**
 * Makes a folder that only this user sees into, and that goes when this process ends; what a killed one left goes with the next call.
 *
 * @param prefix what it is for
 */
export function temporary(prefix: string): Temporary {
  removeLeft();
  const { pid, started, place } = ownerOf(process.pid);
  const path = mkdtempSync(join(tmpdir(), `web-systems-${prefix}-${pid}-${started}-${place}-`));
  if (mine.size === 0) process.on("exit", removeMine);
  mine.add(path);
  return { path, remove: () => remove(path) };
}

/** Removes the temporary folders of this user whose process is gone. @returns how many there were */
export function removeLeft(folder = tmpdir()): number {
  const here = ownerOf(process.pid);
  const left = namesIn(folder).filter((name) => {
    const [, pid, started = "", place = ""] = named.exec(name) ?? [];
    if (pid === undefined || !isOwn(join(folder, name))) return false;
    return isAlive({ ...here, pid: Number(pid), started, place }, here) === false;
  });
  // Two at once may remove the same; what cannot be removed hinders nothing.
  return left.filter((name) => succeeds(() => rmSync(join(folder, name), { recursive: true, force: true })))
    .length;
}

function remove(path: string): void {
  mine.delete(path);
  if (mine.size === 0) process.off("exit", removeMine);
  rmSync(path, { recursive: true, force: true });
}

function removeMine(): void {
  for (const path of mine) succeeds(() => rmSync(path, { recursive: true, force: true }));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOwn(path: string): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === process.getuid?.();
  } catch {
    return false;
  }
}

function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
