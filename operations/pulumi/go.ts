import { statfsSync } from "node:fs";
import { say } from "../../messages/say";
import { UserError } from "../../components/engine/user-error";
import { run } from "../kernel/run";
import { onPath } from "./installed";
import { goModule } from "./versions";

/** The oldest Go that compiles the module. */
const oldestGo = [1, 25] as const;

/** Free bytes that a build needs for the sources, the compiled packages and the binaries. */
const space = 8e9;

/** What to do where Pulumi can be neither found nor downloaded nor built. */
const remedy = () => {
  const { installPulumiOr, installGo } = say().toolchain.pulumi;
  return installPulumiOr(installGo);
};

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
 * @param needs what needs it: how the message begins
 * @param fix what to do where there is none
 * @throws UserError that says plainly what is missing
 */
export async function findGo(
  needs: string,
  fix = say().problem.fixLine(say().toolchain.pulumi.installGo),
): Promise<Go> {
  const text = say().toolchain.pulumi;
  const found = await askGo();
  if (!found) throw new UserError(`${text.noGo(needs)}\n${fix}`);
  const { bin: go, version = "", problem } = found;
  const [major = 0, minor = 0] = version.replace(/^go/, "").split(".").map(Number);
  if (major < oldestGo[0] || (major === oldestGo[0] && minor < oldestGo[1])) {
    const what =
      problem === undefined
        ? text.oldGo({ needs, go, version })
        : text.brokenGo({ needs, go, said: problem });
    throw new UserError(`${what}\n${fix}`);
  }
  return { bin: go, version };
}

/** Finds Go and the room that a build of Pulumi needs, or says plainly what is missing. */
export async function requireGo(directory: string): Promise<Go> {
  const { buildNeeds: needs, noSpace } = say().toolchain.pulumi;
  const go = await findGo(needs, remedy());
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < space) {
    const free = ((bavail * bsize) / 1e9).toFixed(1);
    throw new UserError(noSpace({ needs, folder: directory, free }));
  }
  return go;
}

/** A failed build in the user's words: mostly it is the network. */
export function buildFailure(target: string, output: string): Error {
  const { noModules, diskFull, notBuilt } = say().toolchain.pulumi;
  const said = output.trim().split("\n").slice(-15).join("\n");
  if (/dial tcp|i\/o timeout|no such host|connection refused|TLS handshake|proxyconnect|tls:/.test(output))
    return new UserError(noModules({ target, said, remedy: remedy() }));
  if (/no space left on device/.test(output)) return new UserError(diskFull({ target, said }));
  return new UserError(notBuilt({ target, said, remedy: remedy() }));
}
