import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import type { KeptSource } from "./record";
import { looksSecret } from "./secret-files";

/** The source of a release, packed. */
export interface PackedSource extends KeptSource {
  /** Files that are not in it because git does not know them; a rollback would not have them. */
  untracked: string[];
}

/** Folders without a repository that are no source. */
const noSource = new Set(["node_modules", ".git", ".pulumi"]);

/** Largest file that is looked into for a private key. */
const looked = 65_536;

/** Folder of the repository that the program is in, whatever git says of it; undefined without one. */
function repository(from = process.cwd()): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Folder of all that a program is made of: the repository; without one, where its packages are named. @param from folder of its project */
export function sourceFolder(from = process.cwd()): string {
  const found = repository(from);
  if (found !== undefined) return found;
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return from;
}

/**
 * Packs what the program is made of: the files that git tracks, as they are now; without a repository the files of a list, or else all that are no
 * packages and no state. What looks like a secret stays out. The stack file is always in it: what is secret there is encrypted.
 *
 * @param target where to write the archive, readable by its owner only
 * @param declared files and folders below the source's folder, instead of those of git
 * @throws Error when git cannot be asked, with what it said, and with what tar said
 */
export async function packSource(target: string, stack: string, declared?: string[]): Promise<PackedSource> {
  const top = sourceFolder();
  const { files, untracked } = listed(top, declared);
  const own = ["Pulumi.yaml", `Pulumi.${stack}.yaml`].map((name) => relative(top, join(process.cwd(), name)));
  const isSource = (path: string) => !lstatSync(join(top, path)).isDirectory();
  const all = [...new Set([...files, ...own])].filter((path) => isThere(join(top, path)) && isSource(path));
  const leftOut = all.filter(
    (path) => !own.includes(path) && looksSecret(path, () => textOf(join(top, path))),
  );
  const packed = all.filter((path) => !leftOut.includes(path));
  return {
    sha256: await pack(top, packed, target),
    ...(leftOut.length > 0 && { leftOut }),
    untracked: untracked.filter((path) => !own.includes(path)),
  };
}

function listed(top: string, declared: string[] | undefined): { files: string[]; untracked: string[] } {
  if (declared) return { files: declared.flatMap((path) => below(top, path)), untracked: [] };
  if (repository() === undefined) return { files: below(top, ""), untracked: [] };
  return {
    files: git(top, "ls-files", "-z", "--cached", "--recurse-submodules"),
    untracked: git(top, "ls-files", "-z", "--others", "--exclude-standard"),
  };
}

/** Files of a folder and of those in it, links as such. */
function below(top: string, path: string): string[] {
  const full = join(top, path);
  if (!isThere(full)) return [];
  if (!lstatSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .filter((name) => !noSource.has(name))
    .flatMap((name) => below(top, join(path, name)));
}

/** Names that git lists. @throws Error with what it said */
function git(top: string, ...args: string[]): string[] {
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    cwd: top,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status === 0) return stdout.split("\0").filter((name) => name !== "");
  const [said] = (error?.message ?? stderr).trim().split("\n");
  const fix = /dubious ownership/.test(stderr)
    ? `git config --global --add safe.directory ${top}`
    : "make git work there, or name the files of the source: recordRelease({ host, files })";
  throw new Error(`git does not say which files of ${top} it tracks: ${said ?? ""}\n  fix: ${fix}`);
}

/** @returns hash of the archive */
async function pack(top: string, files: string[], target: string): Promise<string> {
  const tar = spawn("tar", ["--null", "--no-recursion", "-czf", "-", "-T", "-"], { cwd: top });
  const hash = createHash("sha256");
  let said = "";
  tar.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  tar.stdout.on("data", (chunk: Buffer) => hash.update(chunk));
  tar.stdin.on("error", () => undefined).end(files.map((path) => `./${path}\0`).join(""));
  const ended = new Promise<number | null>((done, fail) => tar.on("error", fail).on("close", done));
  const [code] = await Promise.all([
    ended,
    pipeline(tar.stdout, createWriteStream(target, { mode: 0o600, flags: "wx" })),
  ]);
  if (code !== 0) throw new Error(`tar could not pack the source: ${said.trim()}`);
  return hash.digest("hex");
}

function textOf(file: string): string {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: Infinity };
  return size > looked ? "" : readFileSync(file, "latin1");
}

/** Also a link that leads nowhere. */
const isThere = (file: string) => lstatSync(file, { throwIfNoEntry: false }) !== undefined;
