import { createHash } from "node:crypto";
import {
  closeSync,
  createWriteStream,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  statSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { say } from "../../messages/say";
import { finishNow, start } from "../engine/process";
import { UserError } from "../engine/user-error";
import { decrypted } from "./decrypted-files";
import type { World } from "../engine/world";
import { leading } from "./links";
import type { KeptSource } from "./record";
import { looksSecret } from "./secret-files";

/** The source of a release, packed. */
export interface PackedSource extends KeptSource {
  /** The folder that was packed. */
  folder: string;
  /** Files that are not in it because git does not know them; a rollback would not have them. */
  untracked: string[];
}

/** Folders without a repository that are no source. */
const noSource = new Set(["node_modules", ".git", ".pulumi"]);

/** Bytes of an archive that is kept at most: 20 of them lie on the host that serves. */
const largest = 256 * 2 ** 20;

/** How far a file is looked into for a private key. */
const looked = 1 << 20;

/**
 * Says in the environment of `npm run rollback`'s update which folder the release's source is in: it has no repository there, and its packages may
 * be named further down.
 */
export const sourceVariable = "WEB_SYSTEMS_ROLLBACK_SOURCE";

function unpackedSource(from: string, top = ""): string | undefined {
  return top !== "" && `${from}${sep}`.startsWith(`${top}${sep}`) ? top : undefined;
}

/** Folder of the repository that the program is in, whatever git says of it; undefined without one. */
function repository(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Folder of all that a program is made of: the repository; without one, where its packages are named.
 *
 * @param from folder of its project
 * @param unpacked what {@link sourceVariable} says. Default: nothing
 */
export function sourceFolder(from: string, unpacked?: string): string {
  const found = unpackedSource(from, unpacked) ?? repository(from);
  if (found !== undefined) return found;
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return from;
}

/**
 * Packs what the program is made of: the files that git tracks, as they are now; without a repository the files of a list, or else all
 * but packages and state. What looks like a secret stays out, and a link that leads out of the folder. The stack file is always in it:
 * what is secret there is encrypted.
 *
 * @param target where to write the archive, readable by its owner only
 * @param args.files files and folders below the source's folder, instead of those of git
 * @param args.world its environment says whether the program is a release that was unpacked
 * @param most bytes that the archive may have
 * @throws UserError when git cannot be asked, with what it said, with what tar said, and when the archive is too large
 */
export async function packSource(
  target: string,
  stack: string,
  { files: declared, world }: { files?: string[]; world: Pick<World, "variable"> },
  most = largest,
): Promise<PackedSource> {
  const unpacked = world.variable(sourceVariable);
  const top = sourceFolder(process.cwd(), unpacked);
  const { files, untracked } = listed(top, declared, unpacked);
  const own = ["Pulumi.yaml", `Pulumi.${stack}.yaml`].map((name) => relative(top, join(process.cwd(), name)));
  const all = [...new Set([...files, ...own])].filter((path) => kindOf(join(top, path)) !== undefined);
  const links = all.filter((path) => kindOf(join(top, path)) === "link");
  const linksOut = leading(new Map(links.map((path) => [path, readlinkSync(join(top, path))])));
  const lost = own.find((path) => linksOut.includes(path));
  if (lost !== undefined) throw new UserError(say().release.linkLeadsOut({ path: lost, folder: top }));
  const plain = new Set(decrypted(top, all));
  const leftOut = all.filter(
    (path) =>
      !own.includes(path) &&
      !linksOut.includes(path) &&
      (plain.has(path) || looksSecret(path, () => (links.includes(path) ? "" : textOf(join(top, path))))),
  );
  const out = new Set([...leftOut, ...linksOut]);
  return {
    folder: top,
    sha256: await pack(
      top,
      all.filter((path) => !out.has(path)),
      target,
      most,
    ),
    ...(leftOut.length > 0 && { leftOut }),
    ...(linksOut.length > 0 && { linksOut }),
    untracked: untracked.filter((path) => !own.includes(path)),
  };
}

function listed(
  top: string,
  declared: string[] | undefined,
  unpacked: string | undefined,
): { files: string[]; untracked: string[] } {
  if (declared) return { files: declared.flatMap((path) => below(top, path)), untracked: [] };
  const from = process.cwd();
  if (unpackedSource(from, unpacked) !== undefined || repository(from) === undefined)
    return { files: below(top, ""), untracked: [] };
  return {
    files: git(top, "ls-files", "-z", "--cached", "--recurse-submodules"),
    untracked: git(top, "ls-files", "-z", "--others", "--exclude-standard"),
  };
}

/** Files of a folder and of those in it, links as such. */
function below(top: string, path: string): string[] {
  const full = join(top, path);
  if (!lstatSync(full, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(full)
    .filter((name) => !noSource.has(name))
    .flatMap((name) => below(top, join(path, name)));
}

/** Names that git lists. @throws UserError with what it said */
function git(top: string, ...args: string[]): string[] {
  const { code, stdout, stderr } = finishNow("git", args, { cwd: top });
  if (code === 0) return stdout.split("\0").filter((name) => name !== "");
  const [message = ""] = stderr.trim().split("\n");
  const isForeign = /dubious ownership/.test(stderr);
  throw new UserError(say().release.trackedUnknown({ folder: top, message, isForeign }));
}

/** @returns hash of the archive */
async function pack(top: string, files: string[], target: string, most: number): Promise<string> {
  const tar = start("tar", ["--null", "--no-recursion", "-czf", "-", "-T", "-"], { cwd: top });
  const hash = createHash("sha256");
  let said = "";
  tar.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  let bytes = 0;
  const mib = Math.floor(most / 2 ** 20);
  tar.stdout.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > most) tar.stdout.destroy(new UserError(say().release.tooLarge({ folder: top, mib })));
  });
  tar.stdin.end(files.map((path) => `./${path}\0`).join(""));
  const ended = new Promise<number | null>((done, fail) => tar.on("error", fail).on("close", done));
  const [code] = await Promise.all([
    ended,
    pipeline(tar.stdout, createWriteStream(target, { mode: 0o600, flags: "wx" })),
  ]);
  if (code !== 0) throw new UserError(say().release.notPacked(said.trim()));
  return hash.digest("hex");
}

function textOf(file: string): string {
  const { size } = statSync(file);
  const bytes = Buffer.alloc(Math.min(size, looked));
  const opened = openSync(file, "r");
  try {
    return bytes.toString("latin1", 0, readSync(opened, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(opened);
  }
}

/** What can be source: a file, or a link, also one that leads nowhere; no pipe, socket or device. */
function kindOf(path: string): "file" | "link" | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? "file" : found?.isSymbolicLink() ? "link" : undefined;
}
