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
import { projectRoot } from "../kernel/paths";
import { UserError } from "../../components/engine/user-error";
import { run } from "../kernel/run";
import type { FoundStack } from "../stack";
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
  target: FoundStack,
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
    if (project === undefined) throw refused(release, `its project lies outside of it: ${release.folder}`);
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
    throw new UserError(
      `The source of release ${number} is ${noSource === undefined ? "no longer" : "not"} kept${noSource === undefined ? "" : `: ${noSource}`}.\n  fix: name another (npm run releases), or check its commit out and run pulumi up`,
    );
  });
  const archive = readFileSync(file);
  rmSync(file);
  return archive;
}

/** @throws UserError when what lies on the host is not what the state says of it */
export function prove({ number, folder }: ReleaseRecord, archive: Buffer, proof: Proof): void {
  const found = createHash("sha256").update(archive).digest("hex");
  if (found === proof.sha256 && folder === proof.folder) return;
  const what =
    found === proof.sha256
      ? `its project lies in "${folder}" by its record, and in "${proof.folder}" by the state`
      : `expected sha256 ${proof.sha256}, found ${found}`;
  throw new UserError(
    `The source of release ${number} is not what was recorded; nothing of it was run, and nothing was changed.\n  ${what}\n  fix: go back to another release (npm run releases), and find out who changed the volumes of the releases`,
  );
}

function refused({ number }: ReleaseRecord, why: string): UserError {
  return new UserError(
    `The source of release ${number} is refused; nothing of it was run, and nothing was changed.\n  ${why}\n  fix: go back to another release (npm run releases)`,
  );
}

/** Before anything is said about a database: a source without its program has no migrations either. */
function refuseIncomplete(release: ReleaseRecord, project: string): void {
  if (!existsSync(join(project, "Pulumi.yaml")))
    throw refused(release, `it has no project in its folder "${release.folder}"${lacking(release)}`);
  const main = said(project, "Pulumi.yaml").main ?? said(project, "package.json").main ?? "index.ts";
  const ends = ["", ".ts", ".js", "/index.ts", "/index.js"];
  const isThere = ends.some((end) => isFile(`${join(project, main)}${end}`));
  if (isThere || isFile(join(project, "index.js"))) return;
  throw refused(release, `it has no program: ${join(release.folder, main)} is missing${lacking(release)}`);
}

/** What a file of the project says, if it is there. */
function said(project: string, name: string): { main?: string } {
  const file = join(project, name);
  return existsSync(file) ? ((parse(readFileSync(file, "utf8")) ?? {}) as { main?: string }) : {};
}

const isFile = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function lacking({ source }: ReleaseRecord): string {
  const { untracked = [] } = source ?? {};
  const more = untracked.length > 5 ? ` and ${untracked.length - 5} more` : "";
  return untracked.length === 0 ? "" : `; git did not track ${untracked.slice(0, 5).join(", ")}${more} then`;
}

/** What was left out because it looks like a secret is taken as it is today, like all secrets. */
function bringLeftOut({ source }: ReleaseRecord, top: string, today: string): void {
  for (const path of source?.leftOut ?? []) {
    const [from, to] = [within(today, path), within(top, path)];
    if (from === undefined || to === undefined || existsSync(to)) continue;
    if (!existsSync(from)) {
      console.log(`${path} was left out of the release's source, and is not here either.`);
      continue;
    }
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}

/** Links that led out of the source lead where they do today. Made after all files, so that none is written through one. */
function bringLinks({ source }: ReleaseRecord, top: string, today: string): void {
  for (const path of source?.linksOut ?? []) {
    const [from, to] = [within(today, path), within(top, path)];
    if (from === undefined || to === undefined || existsSync(to)) continue;
    if (!lstatSync(from, { throwIfNoEntry: false })?.isSymbolicLink() || !existsSync(from)) {
      console.log(`${path} was a link out of the release's source, and here it leads nowhere.`);
      continue;
    }
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(realpathSync(from), to);
  }
}

function renewStackFile({ folder, system, stack }: FoundStack, project: string, number: number): void {
  const name = `Pulumi.${stack}.yaml`;
  const read = (at: string) =>
    existsSync(join(at, name)) ? (parse(readFileSync(join(at, name), "utf8")) as StackFile | null) : null;
  const { file, lost } = forRollback(read(project) ?? {}, read(folder) ?? {}, system, knownSettings(project));
  if (lost.length > 0)
    throw new UserError(
      `Release ${number} has secrets that today's stack file lacks, encrypted with another passphrase; nothing was changed.\n  ${lost.join("\n  ")}\n  fix: set them (pulumi config set --secret --path …), and roll back again`,
    );
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
  console.log("Installing the packages of that release: npm ci");
  const options = ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  await run("npm", options, { cwd: named });
}

/** The nearest folder that has something of this name: this one, or one above it, up to `top`. */
function above(folder: string, name: string, top = "/"): string | undefined {
  if (existsSync(join(folder, name))) return folder;
  return folder === top || dirname(folder) === folder ? undefined : above(dirname(folder), name, top);
}
