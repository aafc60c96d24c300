import { aptInstall, hasProgram, readHost } from "./host";
import { findGo } from "../operations/pulumi/go";
import type { Report } from "../operations/kernel/report";

/** Programs that tests start, and the Debian package that each comes from. */
const programs: Record<string, string> = {
  chromium: "chromium",
  sshd: "openssh-server",
  ssh: "openssh-client",
  "docker-registry": "docker-registry",
  openssl: "openssl",
  ps: "procps",
  ip: "iproute2",
};

/**
 * Installs what tests need and the machine lacks, before any of them runs: two that run at the same time cannot both install. Where nothing
 * can be installed, the test that needs a program says so.
 */
export async function ensureTestPrograms(report: Report, wanted = programs): Promise<void> {
  const needed = Object.entries(wanted).flatMap(([program, name]) => (hasProgram(program) ? [] : [name]));
  if (needed.length > 0 && readHost().canInstall) await aptInstall({ needed }, report);
}

/**
 * Installs the distribution's Go for the tests of the Go sources, where none is found that compiles them; from 1.21 on it fetches the version that
 * go.mod asks for by itself. Where nothing can be installed, the tests say so.
 */
export async function ensureGo(report: Report): Promise<void> {
  const found = await findGo("").catch(() => undefined);
  if (!found && readHost().canInstall)
    await aptInstall({ needed: ["golang-go"] }, report).catch((error: Error) => report(error.message));
}
