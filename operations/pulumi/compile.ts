import { rmSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../messages/say";
import { cacheDir } from "../kernel/paths";
import type { Report } from "../kernel/report";
import { run } from "../kernel/run";
import { buildFailure, type Go } from "./go";
import { goModule } from "./versions";

/** How often a build that takes minutes says how far it is. */
const pace = 10_000;

/** One executable to build. */
export interface Target {
  /** As users read it. */
  name: string;
  /** Where to put it. */
  file: string;
  /** Its Go package. */
  main: string;
  /** The version that the CLI reports. */
  version?: string;
}

/** The environment of a build, with caches of its own for modules and compiled packages. */
export interface GoCache {
  env: Record<string, string>;
  /** Removes the caches, about 6 GB, unless TOOLCHAIN_KEEP_GO_CACHE=1. */
  discard(): void;
}

/** Names the Go caches of our own. A build that was interrupted finds there what it had done. */
export function prepareGoCache(): GoCache {
  const root = cacheDir("toolchain", "go-cache");
  return {
    env: {
      GOMODCACHE: join(root, "modules"),
      GOCACHE: join(root, "packages"),
      // Pure Go: no C compiler needed, and the binaries run on any system of the same kind.
      CGO_ENABLED: "0",
      GOWORK: "off",
      // Go makes its module cache read-only, which would have to be undone before it can be removed.
      GOFLAGS: [process.env["GOFLAGS"], "-modcacherw", "-buildvcs=false"].filter(Boolean).join(" "),
    },
    discard() {
      if (process.env["TOOLCHAIN_KEEP_GO_CACHE"] !== "1") rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Builds one executable, saying every ten seconds how far it is. */
export async function compile(go: Go, target: Target, cache: GoCache, report: Report): Promise<void> {
  const started = Date.now();
  const text = say().toolchain.pulumi;
  let state = text.begun;
  const tell = () =>
    report(text.progress({ target: target.name, state, seconds: Math.round((Date.now() - started) / 1000) }));
  const clock = setInterval(tell, pace);
  const call = async (args: string[], onLine: (line: string) => void) => {
    const options = { cwd: goModule, env: cache.env, reject: false, onLine, maxBuffer: 64e6 };
    const { exitCode, stdout, stderr } = await run(go.bin, args, options);
    if (exitCode !== 0) throw buildFailure(target.name, stderr);
    return stdout;
  };
  try {
    report(text.building(target.name));
    let downloads = 0;
    const listed = await call(["list", ...tags, "-deps", target.main], (line) => {
      if (line.startsWith("go: downloading")) state = text.downloaded(++downloads);
    });
    const total = listed.split("\n").length;
    let compiled = 0;
    // Without its folder's path in it, a compiled package and a binary are the same in every checkout.
    await call(
      ["build", "-v", "-trimpath", ...tags, "-ldflags", linkerFlags(target), "-o", target.file, target.main],
      (line) => {
        if (!line.startsWith("go: ")) state = text.compiled({ packages: ++compiled, total });
      },
    );
    state = text.built;
    tell();
  } finally {
    clearInterval(clock);
  }
}

/** The Docker provider's Compose resource, which no official plugin offers, would double its size. */
const tags = ["-tags", "no_compose"];

/** Leaves out debug information, and tells the CLI its version: it refuses to compare itself with nothing. */
function linkerFlags({ version }: Target): string {
  const name = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
  return version ? `-s -w -X ${name}=v${version}` : "-s -w";
}
