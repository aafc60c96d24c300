import { say } from "../../messages/say";
import { refuseOtherEngine } from "./other-engine";
import type { Report } from "./report";
import { run, type RunResult } from "./run";
import { pulumi, type StackTarget } from "./stack";
import { operationsIn, stateOf, type StateRead } from "./state-read";

/** Something that an update began; when it was killed there, what it made is unknown to the state. */
type Operation = StateRead["pending"][number];

/** What a container or a network is made with, as far as it is recognised by that. */
interface Inputs {
  name?: unknown;
  labels?: { label: string; value: string }[];
}

/** Removes what the operations made that a killed process had begun: the state does not know it. */
export async function finishPending(
  target: StackTarget,
  report: Report,
  engine: Record<string, string>,
): Promise<void> {
  const { stdout } = await pulumi(target, ["stack", "export"]);
  const state = stateOf(stdout);
  const { pending, resources } = state;
  if (pending.length === 0) return;
  await refuseOtherEngine(target, engine, resources);
  report(say().kernel.cleaningUp({ count: pending.length, names: operationsIn(state) }));
  const docker = (args: string[]) => run("docker", args, { reject: false, env: engine });
  const known = resources.map(({ id }) => id);
  for (const kind of ["container", "network"] as const) {
    const found = await cutOff(pending, kind, docker);
    const ids = found.filter((id) => !known.includes(id));
    if (ids.length === 0) continue;
    // All at once: a database gets its time to stop. What cannot be removed is named by the next `up`.
    if (kind === "container") await docker(["stop", "--time", "60", ...ids]);
    await docker(kind === "container" ? ["rm", "--force", "--volumes", ...ids] : ["network", "rm", ...ids]);
  }
  await pulumi(target, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
}

/** Ids of what cut-off creations made: by the name they gave it and the stack's own labels, since others may have that name. */
async function cutOff(
  pending: Operation[],
  kind: "container" | "network",
  docker: (args: string[]) => Promise<RunResult>,
): Promise<string[]> {
  const list = kind === "container" ? ["ps", "--all"] : ["network", "ls"];
  const names = kind === "container" ? "{{.Names}}" : "{{.Name}}";
  const found = await Promise.all(
    pending
      .filter(isCreating(`docker:index/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`))
      .map(async (operation) => {
        const { name, labels = [] } = (operation.resource.inputs ?? {}) as Inputs;
        const own = labels.filter(({ label }) => /\.(system|stack)$/.test(label));
        if (typeof name !== "string" || own.length < 2) return [];
        const filters = own.map(({ label, value }) => `label=${label}=${value}`);
        const args = [`name=${name}`, ...filters].flatMap((filter) => ["--filter", filter]);
        const { stdout } = await docker([...list, "--no-trunc", ...args, "--format", `{{.ID}} ${names}`]);
        // A filter by name takes parts of it too.
        return stdout
          .split("\n")
          .flatMap((line) => (line.endsWith(` ${name}`) ? [line.split(" ")[0] ?? ""] : []));
      }),
  );
  return found.flat();
}

const isCreating =
  (token: string) =>
  ({ type, resource }: Operation) =>
    type === "creating" && resource.type === token;
