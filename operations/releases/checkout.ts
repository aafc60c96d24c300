import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import type { Proof } from "../../components/release/proofs";
import type { ReleaseRecord } from "../../components/release/record";
import { sourceFolder } from "../../components/release/source";
import type { ReleaseStore } from "../../components/release/store";
import { temporary } from "../../components/engine/temporary";
import { say } from "../../messages/say";
import { projectRoot } from "../kernel/paths";
import { UserError } from "../../components/engine/user-error";
import { run } from "../kernel/run";
import type { Context } from "../context/context";
import { forRollback, type StackFile } from "./stack-file";
import { unpack, within } from "./unpack";

/** The source of a release in a folder of its own. */
export interface Checkout {
  /** Folder of all of it. */
  top: string;
  /** Folder of its project. */
  project: string;
  remove: () => void;
}

/**
 * Unpacks what a release was made from, once it is proven to be that, and gives it the packages that it names, those of this checkout when they are
 * the same, and a stack file in which guards, host, protection and secrets are those of today.
 *
 * @param proof what the state says of it; undefined when the user takes it without
 * @throws UserError when its source is not kept, or is not what was released
 */
export async function checkOut(
  store: ReleaseStore,
  target: Context,
  release: ReleaseRecord,
  proof: Proof | undefined,
): Promise<Checkout> {
  // Only its owner sees into it.
  const { path, remove } = temporary(`release-${release.number}`);
  const top = realpathSync(path);
  try {
    const source = join(top, "source");
    mkdirSync(source);
    const archive = await keptSource(store, release, join(top, "source.tar.gz"));
    if (proof) prove(release, archive, proof);
    const project = within(source, release.folder);
    if (project === undefined) throw refused(release, say().releases.source.projectOutside(release.folder));
    try {
      unpack(archive, source);
    } catch (error) {
      throw refused(release, (error as Error).message);
    }
    refuseIncomplete(release, project);
    bringLeftOut(release, source, sourceFolder(target.folder));
    renewStackFile(target, project, release.number);
    bringLinks(release, source, sourceFolder(target.folder));
    await providePackages(source, project, target.folder);
    return { top: source, project, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function keptSource(store: ReleaseStore, release: ReleaseRecord, file: string): Promise<Buffer> {
  const { number, noSource } = release;
  await store.source(number, file).catch(() => {
    throw new UserError(say().releases.source.notKept(number, noSource));
  });
  const archive = readFileSync(file);
  rmSync(file);
  return archive;
}

/** @throws UserError when what lies on the host is not what the state says of it */
export function prove({ number, folder }: ReleaseRecord, archive: Buffer, proof: Proof): void {
  const found = createHash("sha256").update(archive).digest("hex");
  if (found === proof.sha256 && folder === proof.folder) return;
  const { changed, otherFolder, otherHash } = say().releases.source;
  const difference =
    found === proof.sha256 ? otherFolder(folder, proof.folder) : otherHash(proof.sha256, found);
  throw new UserError(changed(number, difference));
}

const refused = ({ number }: ReleaseRecord, why: string) =>
  new UserError(say().releases.source.refused(number, why));

/** Before anything is said about a database: a source without its program has no migrations either. */
function refuseIncomplete(release: ReleaseRecord, project: string): void {
  const { noProject, noProgram } = say().releases.source;
  if (!existsSync(join(project, "Pulumi.yaml")))
    throw refused(release, lacking(release, noProject(release.folder)));
  const main = said(project, "Pulumi.yaml").main ?? said(project, "package.json").main ?? "index.ts";
  const ends = ["", ".ts", ".js", "/index.ts", "/index.js"];
  const isThere = ends.some((end) => isFile(`${join(project, main)}${end}`));
  if (isThere || isFile(join(project, "index.js"))) return;
  throw refused(release, lacking(release, noProgram(join(release.folder, main))));
}

/** What a file of the project says, if it is there. */
function said(project: string, name: string): { main?: string } {
  const file = join(project, name);
  return existsSync(file) ? ((parse(readFileSync(file, "utf8")) ?? {}) as { main?: string }) : {};
}

const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** What a source lacks, and what may be why. */
function lacking({ source }: ReleaseRecord, what: string): string {
  const { untracked = [] } = source ?? {};
  return untracked.length === 0 ? what : say().releases.source.untracked(what, untracked);
}

/** What was left out because it looks like a secret is taken as it is today, like all secrets. */
function bringLeftOut({ source }: ReleaseRecord, top: string, today: string): void {
  bring(source?.leftOut, top, today, {
    isThere: existsSync,
    put: copyFileSync,
    gone: say().releases.source.leftOutGone,
  });
}

/** Links that led out of the source lead where they do today. Made after all files, so that none is written through one. */
function bringLinks({ source }: ReleaseRecord, top: string, today: string): void {
  bring(source?.linksOut, top, today, {
    isThere: (from) =>
      lstatSync(from, { throwIfNoEntry: false })?.isSymbolicLink() === true && existsSync(from),
    put: (from, to) => symlinkSync(realpathSync(from), to),
    gone: say().releases.source.linkGone,
  });
}

/** How one kind of files comes from the project of today. */
interface Bringing {
  isThere: (from: string) => boolean;
  put: (from: string, to: string) => void;
  /** What is said of one that is no longer there. */
  gone: (path: string) => string;
}

/** Brings files into a source from the project of today. What the source has stays, and nothing is read or written outside of the two. */
function bring(paths: string[] = [], top: string, today: string, { isThere, put, gone }: Bringing): void {
  for (const path of paths) {
    const [from, to] = [within(today, path), within(top, path)];
    if (from === undefined || to === undefined || existsSync(to)) continue;
    if (!isThere(from)) {
      console.log(gone(path));
      continue;
    }
    mkdirSync(dirname(to), { recursive: true });
    put(from, to);
  }
}

function renewStackFile({ folder, system, stack }: Context, project: string, number: number): void {
  const name = `Pulumi.${stack}.yaml`;
  const read = (at: string) =>
    existsSync(join(at, name)) ? (parse(readFileSync(join(at, name), "utf8")) as StackFile | null) : null;
  const { file, lost } = forRollback(read(project) ?? {}, read(folder) ?? {}, system, knownSettings(project));
  if (lost.length > 0) throw new UserError(say().releases.source.otherKey(number, lost));
  writeFileSync(join(project, name), stringify(file), { mode: 0o600 });
}

/** What the program of then knows of a stack file, by the schema that it keeps for editors; undefined without one. */
function knownSettings(project: string): Set<string> | undefined {
  const file = [".", "config"]
    .map((folder) => join(project, folder, "stack.schema.json"))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const schema = parse(readFileSync(file, "utf8")) as {
    properties?: { config?: { properties?: object } };
  } | null;
  return new Set(Object.keys(schema?.properties?.config?.properties ?? {}));
}

/**
 * Gives an unpacked source its packages: those that are installed for today's project when both name the same, else its own.
 *
 * @param top folder of the source, and in it that of the project, whose packages may be named in a folder above it
 * @param today folder of today's project
 */
export async function providePackages(top: string, project: string, today: string): Promise<void> {
  const lock = (folder: string) => {
    const file = join(folder, "package-lock.json");
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const named = above(project, "package-lock.json", top);
  // Where there is a lock file, packages are beside it; a folder of that name that is nearer may be a cache.
  const locked = above(today, "package-lock.json");
  const isInstalled = locked !== undefined && existsSync(join(locked, "node_modules"));
  const installed = isInstalled ? locked : (above(today, "node_modules") ?? projectRoot);
  if (named === undefined || lock(named) === (lock(installed) ?? lock(projectRoot)))
    return symlinkSync(join(installed, "node_modules"), join(named ?? top, "node_modules"));
  console.log(say().releases.source.installs);
  const options = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  await run("npm", options, { cwd: named });
}

/** The nearest folder that has something of this name: this one, or one above it, up to `top`. */
function above(folder: string, name: string, top = "/"): string | undefined {
  if (existsSync(join(folder, name))) return folder;
  return folder === top || dirname(folder) === folder ? undefined : above(dirname(folder), name, top);
}
