import { say } from "../../messages/say";
import { refuseOtherEngine, type Resources } from "./other-engine";
import type { Report } from "./report";
import { run, type RunResult } from "./run";
import { pulumi, type StackTarget } from "./stack";

/** The part of an exported state that recovery reads. */
interface Deployment {
  pending_operations?: Operation[];
  resources?: Resources;
}

interface Exported {
  deployment: Deployment;
}

interface Label {
  label: string;
  value: string;
}

/** Something that an update began; when it was killed there, what it made is unknown to the state. */
interface Operation {
  type: string;
  resource: { urn: string; type: string; inputs?: { name?: unknown; labels?: Label[] } };
}

/** Removes what the operations made that a killed process had begun: the state does not know it. */
export async function finishPending(
  target: StackTarget,
  report: Report,
  engine: Record<string, string>,
): Promise<void> {
  const { stdout } = await pulumi(target, ["stack", "export"]);
  const { pending_operations: pending = [], resources = [] } = (JSON.parse(stdout) as Exported).deployment;
  if (pending.length === 0) return;
  await refuseOtherEngine(target, engine, resources);
  report(say().kernel.cleaningUp({ count: pending.length, names: pending.map(nameOf) }));
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
        const { name, labels = [] } = operation.resource.inputs ?? {};
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

function nameOf({ type, resource }: Operation): string {
  return `${type} ${resource.urn.split("::").at(-1)}`;
}
