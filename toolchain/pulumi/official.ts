import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { Toolchain } from "../pulumi";
import { cacheDir } from "../paths";
import type { Report } from "../report";
import { run } from "../run";
import { downloadPlugins, missingPlugins } from "./plugins";
import { reachable, releases } from "./reach";
import { cliVersion } from "./versions";

/** The release's name for this machine, as `linux-x64`. */
function platformName(): string | undefined {
  const name = `${platform()}-${arch()}`;
  return ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"].find((released) => released === name);
}

function folder(version: string): string {
  return cacheDir("toolchain", `official-${version}`);
}

/** The official toolchain that an earlier call downloaded. */
export function findOfficial(): Toolchain | undefined {
  const version = cliVersion();
  const directory = folder(version);
  const complete =
    existsSync(join(directory, "complete")) && missingPlugins(join(directory, "home")).length === 0;
  return complete ? { directory, version } : undefined;
}

/** Downloads the official CLI and lets it get the plugins; undefined where that does not work. */
export async function downloadOfficial(report: Report): Promise<Toolchain | undefined> {
  const name = platformName();
  const version = cliVersion();
  const directory = folder(version);
  report("asking get.pulumi.com for the official release");
  if (!name || !(await reachable())) {
    report("get.pulumi.com cannot be reached from here");
    return undefined;
  }
  try {
    if (!existsSync(join(directory, "bin")))
      await unpack(`${releases}/sdk/pulumi-v${version}-${name}.tar.gz`, directory, report);
    await run(join(directory, "bin", "pulumi"), ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } });
  } catch (error) {
    report(`the official release could not be used: ${String(error).split("\n")[0]}`);
    return undefined;
  }
  if (!(await downloadPlugins(join(directory, "bin", "pulumi"), join(directory, "home"), report)))
    return undefined;
  writeFileSync(join(directory, "complete"), "");
  return { directory, version };
}

/** Downloads and unpacks a release, so that the folder `bin` appears only when it is whole. */
async function unpack(url: string, directory: string, report: Report): Promise<void> {
  const scratch = `${directory}.${process.pid}.tmp`;
  mkdirSync(scratch, { recursive: true });
  mkdirSync(directory, { recursive: true });
  try {
    report(`downloading ${url}`);
    // A line that trickles is worth no more patience than this.
    const response = await fetch(url, { signal: AbortSignal.timeout(300_000) });
    if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
    const archive = join(scratch, "release.tar.gz");
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(archive));
    await run("tar", ["-xzf", archive, "-C", scratch]);
    renameSync(join(scratch, "pulumi"), join(directory, "bin"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
