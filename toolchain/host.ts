import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { say } from "../messages/say";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";

/** What matters about this machine for installing and starting things. */
export interface Host {
  /** Debian, Ubuntu or a system derived from them, run as root: packages can be installed. */
  canInstall: boolean;
  root: boolean;
  debian: boolean;
  /** systemd runs here and looks after services. */
  systemd: boolean;
}

/** Looks at this machine. */
export function readHost(osRelease = "/etc/os-release"): Host {
  const debian = existsSync(osRelease) && isDebian(readFileSync(osRelease, "utf8"));
  const root = process.getuid?.() === 0;
  return { debian, root, canInstall: debian && root, systemd: existsSync("/run/systemd/system") };
}

/** Whether an os-release file describes Debian, Ubuntu or a system derived from them. */
export function isDebian(osRelease: string): boolean {
  const fields = osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm);
  const ids = [...fields].flatMap((field) => (field[1] ?? "").replaceAll(/["']/g, "").split(/\s+/));
  return ids.some((id) => id === "debian" || id === "ubuntu");
}

/** PATH with the folders of system programs, which an ordinary user's PATH lacks. */
export const systemPath = [process.env["PATH"], "/usr/local/sbin", "/usr/sbin", "/sbin"]
  .filter(Boolean)
  .join(delimiter);

/** Whether a program is on the system path. */
export function hasProgram(name: string): boolean {
  return systemPath.split(delimiter).some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian packages to install. */
export interface Packages {
  needed: string[];
  /** Installed where this release of the system has them: some are part of another package in other releases. */
  ifKnown?: string[];
}

/**
 * Installs Debian packages, without recommended ones and without starting services where no systemd looks after them.
 *
 * @throws UserError with apt's last lines when one cannot be had.
 */
export async function aptInstall(packages: Packages, report: Report): Promise<void> {
  // RUNLEVEL=1 makes invoke-rc.d leave services alone: no command would stop one that a package started.
  const quiet = readHost().systemd ? {} : { RUNLEVEL: "1" };
  const env = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C", PATH: systemPath, ...quiet };
  const aptGet = (...args: string[]) =>
    run("apt-get", ["-o", "DPkg::Lock::Timeout=300", "-q", ...args], {
      env,
      onLine: (line) => report(`apt: ${line}`),
    });
  const isKnown = async (name: string) => {
    const { stdout } = await run("apt-cache", ["policy", name], { reject: false, env });
    return /Candidate: (?!\(none\))/.test(stdout);
  };
  try {
    await aptGet("update");
    const known = [];
    for (const name of packages.ifKnown ?? []) if (await isKnown(name)) known.push(name);
    await aptGet("install", "-y", "--no-install-recommends", ...packages.needed, ...known);
  } catch (error) {
    throw new UserError(
      say().toolchain.engine.aptFailed({ packages: packages.needed, said: lastLines(outputOf(error), 8) }),
    );
  }
}

/** What a program that failed under run() had printed, else the error's own text. */
export function outputOf(error: unknown): string {
  const { stdout, stderr } = error as { stdout?: string; stderr?: string };
  return [stdout, stderr].filter(Boolean).join("\n") || String(error);
}

/** The last lines of a text, empty ones left out, each indented by two spaces. */
export function lastLines(text: string, count: number): string {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines
    .slice(-count)
    .map((line) => `  ${line.trimEnd()}`)
    .join("\n");
}
