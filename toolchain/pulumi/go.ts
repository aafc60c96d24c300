import { statfsSync } from "node:fs";
import { UserError } from "../../components/engine/user-error";
import { run } from "../../operations/kernel/run";
import { onPath } from "./installed";
import { goModule } from "./versions";

/** The oldest Go that compiles the module. */
const oldestGo = [1, 25] as const;

/** Free bytes that a build needs for the sources, the compiled packages and the binaries. */
const space = 8e9;

const install =
  "install Go >= 1.25 (your distribution's package, or https://golang.google.cn/dl/), so that `go` is on PATH, and\n" +
  "where proxy.golang.org cannot be reached set GOPROXY=https://goproxy.cn,direct; then run the command again.";

const remedy = `Either install Pulumi yourself (https://www.pulumi.com/docs/install/), so that \`pulumi\` is on PATH;\nor ${install}`;

/** A Go toolchain that can build. */
export interface Go {
  bin: string;
  /** As `go1.26.8`. */
  version: string;
}

/**
 * Asks Go for its version in the module's folder, where it answers with the toolchain that it would build with: since
 * Go 1.21 it may fetch a newer one, as go.mod asks, through GOPROXY.
 */
async function askGo(): Promise<{ bin: string; version?: string; problem?: string } | undefined> {
  const bin = onPath("go", ["/usr/local/go/bin"]);
  if (!bin) return undefined;
  const options = { cwd: goModule, reject: false, timeout: 120_000 };
  const { stdout, stderr, exitCode } = await run(bin, ["env", "GOVERSION"], options);
  return exitCode === 0 ? { bin, version: stdout.trim() } : { bin, problem: stderr.trim() };
}

/**
 * Finds a Go that compiles the module.
 *
 * @param intro what needs it: how the message begins
 * @param fix what to do where there is none
 * @throws UserError that says plainly what is missing
 */
export async function findGo(intro: string, fix = `fix: ${install}`): Promise<Go> {
  const go = await askGo();
  if (!go) throw new UserError(`${intro} Go >= 1.25, which is not installed.\n${fix}`);
  const { bin, version = "", problem = `is ${version}` } = go;
  const [major = 0, minor = 0] = version.replace(/^go/, "").split(".").map(Number);
  if (major < oldestGo[0] || (major === oldestGo[0] && minor < oldestGo[1])) {
    throw new UserError(`${intro} Go >= 1.25; ${bin}: ${problem}\n${fix}`);
  }
  return { bin, version };
}

/** Finds Go and the room that a build of Pulumi needs, or says plainly what is missing. */
export async function requireGo(directory: string): Promise<Go> {
  const intro =
    "Pulumi is not installed, its download site cannot be reached from here, and building it needs";
  const go = await findGo(intro, remedy);
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < space) {
    const free = ((bavail * bsize) / 1e9).toFixed(1);
    throw new UserError(
      `${intro} about 8 GB of free disk for a while; ${directory} has ${free} GB.\n` +
        `Free some, or set XDG_CACHE_HOME to a folder on a larger disk.`,
    );
  }
  return go;
}

/** A failed build in the user's words: mostly it is the network. */
export function buildFailure(target: string, output: string): Error {
  const tail = output.trim().split("\n").slice(-15).join("\n");
  if (/dial tcp|i\/o timeout|no such host|connection refused|TLS handshake|proxyconnect|tls:/.test(output)) {
    return new UserError(`The Go modules of ${target} could not be downloaded:\n${tail}\n${remedy}`);
  }
  if (/no space left on device/.test(output)) {
    return new UserError(
      `The disk filled up while ${target} was built:\n${tail}\nFree about 8 GB and run it again.`,
    );
  }
  return new UserError(`${target} could not be built:\n${tail}\n${remedy}`);
}
