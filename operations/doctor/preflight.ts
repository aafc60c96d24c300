import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kernel/paths";
import { run } from "../kernel/run";
import type { Context } from "../context/context";

/** Asks the preflight of a release, so that both say the same in the same words: what is wrong, and how to fix it. */
export async function askPreflight(
  { system, stack, environment }: Context,
  port = "",
): Promise<{ what: string; fix: string } | undefined> {
  const script = readFileSync(join(projectRoot, "components", "preflight", "preflight.sh"), "utf8");
  const env = {
    ...environment,
    ...{ SYSTEM: system, STACK: stack, PORTS: port, MIN_FREE_MIB: "0" },
  };
  const { stdout } = await run("sh", ["-c", script], { env, reject: false, timeout: 60_000 });
  const [what, ...rest] = stdout.split("\n");
  return what ? { what, fix: rest.join("; ").replace(/^fix: /, "") } : undefined;
}
