import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kernel/paths";

/** The folder of the Go module that everything is built from; the packed package has none. */
export const goModule = join(projectRoot, "toolchain", "go");

/** The oldest installed CLI that is used: it has what the pinned npm SDK asks of an engine, hooks for failures among it. */
export const oldestCli = "3.217.0";

/** A resource plugin and the version of its npm package. */
export interface Plugin {
  name: string;
  version: string;
}

/** The CLI version to get: the one that go.mod pins, so that it is written once. */
export function cliVersion(): string {
  const pinned = /github\.com\/pulumi\/pulumi\/pkg\/v3 v([\d.]+)/.exec(
    readFileSync(join(goModule, "go.mod"), "utf8"),
  );
  if (!pinned?.[1]) throw new Error("toolchain/go/go.mod pins no github.com/pulumi/pulumi/pkg/v3");
  return pinned[1];
}

/** The plugins that the program's npm packages need, at exactly their versions. */
export function plugins(): Plugin[] {
  const manifest = JSON.parse(readFileSync(require.resolve("pulumi-web-systems/package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
  // What every user brings, in the version that this repository is tested with.
  return Object.keys(manifest.peerDependencies)
    .filter((name) => name !== "@pulumi/pulumi")
    .map((name) => ({ name: name.slice("@pulumi/".length), version: manifest.devDependencies[name] ?? "" }));
}

/** Whether version `a` is `b` or newer. */
export function atLeast(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split(".").map((part) => Number.parseInt(part, 10)));
  for (const [index, wanted] of (right ?? []).entries()) {
    const have = left?.[index] ?? 0;
    if (have !== wanted) return have > wanted;
  }
  return true;
}
