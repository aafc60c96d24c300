import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { say } from "../../messages/say";
import { cacheDir } from "../kernel/paths";
import type { Report } from "../kernel/report";
import { run } from "../kernel/run";
import { download, verifyChecksum } from "./download";
import { downloadPlugins, missingPlugins } from "./plugins";
import { reachable, releases } from "./reach";
import { cli, type Toolchain } from "./toolchain";
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
  const text = say().toolchain.pulumi;
  report(text.askingFor);
  if (!name || !(await reachable())) {
    report(text.notReached);
    return undefined;
  }
  try {
    if (!existsSync(join(directory, "bin")))
      await unpack({ from: `${releases}/sdk`, version, platform: name }, directory, report);
    await run(cli(directory), ["version"], { env: { PULUMI_SKIP_UPDATE_CHECK: "true" } });
  } catch (error) {
    report(text.unusable(String(error).split("\n")[0] ?? ""));
    return undefined;
  }
  if (!(await downloadPlugins(cli(directory), join(directory, "home"), report))) return undefined;
  writeFileSync(join(directory, "complete"), "");
  return { directory, version };
}

/**
 * Downloads a release, holds it against its published checksum and unpacks it, so that the folder `bin` appears only when it is whole.
 *
 * @param from address of the folder that holds the releases
 * @throws when it cannot be had, or is not what was published; nothing of it is left then
 */
export async function unpack(
  { from, version, platform }: { from: string; version: string; platform: string },
  directory: string,
  report: Report,
): Promise<void> {
  const scratch = `${directory}.${process.pid}.tmp`;
  mkdirSync(scratch, { recursive: true });
  mkdirSync(directory, { recursive: true });
  const name = `pulumi-v${version}-${platform}.tar.gz`;
  const [archive, checksums] = [join(scratch, "release.tar.gz"), join(scratch, "checksums.txt")];
  try {
    report(say().toolchain.pulumi.downloading(`${from}/${name}`));
    await download(`${from}/pulumi-${version}-checksums.txt`, checksums);
    await download(`${from}/${name}`, archive);
    await verifyChecksum(archive, name, checksums);
    await run("tar", ["-xzf", archive, "-C", scratch]);
    renameSync(join(scratch, "pulumi"), join(directory, "bin"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
