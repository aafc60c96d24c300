import { accessSync, constants, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { say } from "../../messages/say";
import { cacheDir } from "../kernel/paths";
import type { Report } from "../kernel/report";
import { run } from "../kernel/run";
import { executable } from "./toolchain";
import { atLeast, oldestCli } from "./versions";

/** A CLI of the user's own. */
export interface Installed {
  bin: string;
  version: string;
  /** Where it keeps its plugins. */
  home: string;
}

/** Finds a Pulumi CLI on PATH that works, is new enough and has a language host for Node.js. */
export async function findInstalled(report: Report): Promise<Installed | undefined> {
  const bin = onPath("pulumi");
  if (!bin) return undefined;
  const version = await versionOf(bin);
  const { doesNotRun, tooOld, noNodeHost } = say().toolchain.pulumi;
  const refused = (why: string) => void report(why);
  if (!version) return refused(doesNotRun(bin));
  if (!atLeast(version, oldestCli)) return refused(tooOld({ cli: bin, version, oldest: oldestCli }));
  if (!hasNodeHost(bin)) return refused(noNodeHost(bin));
  return { bin, version, home: process.env["PULUMI_HOME"] || join(homedir(), ".pulumi") };
}

/** The first executable of this name on PATH, or else in one of some more folders. */
export function onPath(name: string, more: string[] = []): string | undefined {
  const file = executable(name);
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter(Boolean)
    .concat(more)
    .map((folder) => join(folder, file))
    .find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function hasNodeHost(bin: string): boolean {
  return (
    isExecutable(join(dirname(realpathSync(bin)), "pulumi-language-nodejs")) ||
    !!onPath("pulumi-language-nodejs")
  );
}

/**
 * What `pulumi version` says, without the `v`. Starting the CLI takes longer than all the rest here, so the answer is
 * remembered for this very file.
 */
async function versionOf(bin: string): Promise<string | undefined> {
  const { mtimeMs, size } = statSync(bin);
  const identity = [bin, mtimeMs, size].join(" ");
  const memory = cacheDir("toolchain", "installed.json");
  try {
    const known = JSON.parse(readFileSync(memory, "utf8")) as { identity: string; version: string };
    if (known.identity === identity) return known.version;
  } catch {
    // not asked before
  }
  const env = { PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { exitCode, stdout } = await run(bin, ["version"], { env, timeout: 20_000, reject: false });
  const version = /^v?(\d+\.\d+\.\d+)/.exec(stdout.trim())?.[1];
  if (exitCode !== 0 || !version) return undefined;
  writeFileSync(memory, JSON.stringify({ identity, version }));
  return version;
}
