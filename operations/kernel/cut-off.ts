import { ifPossible, type Engine } from "../../components/engine/engine";
import { labelled, labelOf, labelRecord, type Labels } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { refuseOtherEngine } from "./other-engine";
import type { Report } from "./report";
import { pulumi, type StackTarget } from "./stack";
import { operationsIn, stateOf, type StateRead } from "./state-read";

/** Something that an update began; when it was killed there, what it made is unknown to the state. */
type Operation = StateRead["pending"][number];

/** What a container or a network is made with, as far as it is recognised by that. */
interface Inputs {
  name?: unknown;
  labels?: Labels;
}

const tokens = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
} as const;
type Kind = keyof typeof tokens;

/** Removes what the operations made that a killed process had begun: the state does not know it. */
export async function finishPending(target: StackTarget, report: Report, engine: Engine): Promise<void> {
  const { stdout } = await pulumi(target, ["stack", "export"]);
  const state = stateOf(stdout);
  const { pending, resources } = state;
  if (pending.length === 0) return;
  await refuseOtherEngine(target, engine, resources);
  report(say().kernel.cleaningUp({ count: pending.length, names: operationsIn(state) }));
  const known = resources.map(({ id }) => id);
  const made = async (kind: Kind) =>
    (await cutOff(pending, kind, engine)).filter((id) => !known.includes(id));
  // All at once: a database gets its time to stop. What cannot be removed is named by the next `up`.
  const removed = async (id: string) => {
    await ifPossible(engine.stop(id, 60));
    await ifPossible(engine.remove(id));
  };
  await Promise.all((await made("container")).map(removed));
  for (const id of await made("network")) await ifPossible(engine.removeNetwork(id));
  await pulumi(target, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
}

/** Ids of what cut-off creations made: by the name they gave it and the stack's own labels, since others may have that name. */
async function cutOff(pending: Operation[], kind: Kind, engine: Engine): Promise<string[]> {
  const found = await Promise.all(
    pending
      .filter(({ type, resource }) => type === "creating" && resource.type === tokens[kind])
      .map(async (operation) => {
        const { name, labels = [] } = (operation.resource.inputs ?? {}) as Inputs;
        const own = { labels: labelRecord(labels) };
        const [system, stack] = [labelOf(own, "system"), labelOf(own, "stack")];
        if (typeof name !== "string" || system === undefined || stack === undefined) return [];
        const wanted = labelled({ system, stack });
        const all = kind === "container" ? await engine.containers(wanted) : await engine.networks(wanted);
        return all.flatMap((each) => (each.name === name ? [each.id] : []));
      }),
  );
  return found.flat();
}
