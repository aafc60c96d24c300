import { knownIn, type Known } from "../../components/engine/known";
import { labelPrefix } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { otherEngine } from "../kernel/other-engine";
import { readState, stateCopies, stateFile, stateFolder, wayBack, type Copy } from "../kernel/state-file";
import type { StateRead } from "../kernel/state-read";
import { candidatesAtWork } from "../candidates";
import { containers as find, nameOf, type Inspected } from "../stack";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";
import type { Examined } from "./examined";

/** What the state has. */
interface Stated extends Known {
  /** Name of each container, by its id. */
  names: Map<string, string>;
}

/** Whether the stack's containers run and are healthy, and whether they are those of the state. */
export async function containers(context: Examined): Promise<Finding[]> {
  const { warning, problem } = findings("containers");
  const words = say().doctor.containers;
  const { docker, system, stack, environment, backend } = context;
  const [all, state] = await Promise.all([find({ docker }, { system, stack }), context.state()]);
  const stated = state && knownTo(state);
  const atWork = candidatesAtWork(context);
  const another = stated && (await otherEngine(stated, environment));
  if (another !== undefined) return [problem(another, words.otherEngine)];
  const lasting = all.filter(({ Config }) => Config.Labels[`${labelPrefix}.role`] !== "job");
  const again = `pulumi up --refresh --stack ${stack}`;
  const known = stated?.containers ?? [];
  if (lasting.length === 0 && known.length === 0) return [warning(words.none, `pulumi up --stack ${stack}`)];
  const gone = known.filter((id) => !all.some(({ Id }) => Id === id));
  const judged = lasting.map((each) => judgeContainer(each, lasting));
  if (stated && lasting.length > 0 && !lasting.some(({ Id }) => known.includes(Id)))
    return [...judged, problem(lostSight(lasting, copiesOf(backend, system, stack), context))];
  return [
    ...judged,
    ...atWork.map(({ name }) => problem(words.beside({ name, stack }))),
    ...gone.map((id) => problem(words.gone(stated?.names.get(id) ?? id), again)),
    ...(stated ? lasting.filter(({ Id }) => !known.includes(Id)).map((each) => notInState(each, stack)) : []),
  ];
}

/** A container beside those that the state knows. Only what a release may leave is advised to be removed. */
export function notInState(container: Inspected, stack: string): Finding {
  const { warning } = findings("containers");
  const { unknownService, unknownOther } = say().doctor.containers;
  const [name, id] = [nameOf(container), container.Id.slice(0, 12)];
  return container.Config.Labels[`${labelPrefix}.role`] === "service"
    ? warning(unknownService({ name, stack, id }))
    : warning(unknownOther({ name, stack }));
}

/** What is said where the state knows none of the containers that are here, and the command that brings back a state which does. */
function lostSight(lasting: Inspected[], copies: Copy[], { system, stack, backend }: Context) {
  const { allUnknown, knownToCopy } = say().doctor.containers;
  const ids = lasting.map(({ Id }) => Id);
  const copy = copies.find(({ path }) => readState(path)?.resources.some(({ id }) => ids.includes(id ?? "")));
  const folder = stateFolder(backend);
  if (!copy || folder === undefined) return allUnknown;
  const file = stateFile(folder, system, stack);
  const { written, fix } = wayBack(copy, file, `pulumi preview --stack ${stack}`);
  return { what: knownToCopy(written), fix };
}

function copiesOf(backend: string | undefined, system: string, stack: string): Copy[] {
  const folder = stateFolder(backend);
  return folder === undefined ? [] : stateCopies(folder, system, stack);
}

/** How one container is. @param all of the stack: one that a failed release left stopped matters where no other does its work */
export function judgeContainer(container: Inspected, all: Inspected[]): Finding {
  const { ok, warning, problem } = findings("containers");
  const words = say().doctor.containers;
  const { State, RestartCount: restarts } = container;
  const { Status: status, ExitCode: code } = State;
  const name = nameOf(container);
  const health = State.Health?.Status;
  if (status !== "running" && container.HostConfig?.RestartPolicy?.Name === "no") {
    const service = serviceOf(container);
    return all.some((each) => serviceOf(each) === service && each.State.Status === "running")
      ? warning(words.left(name))
      : problem(words.leftAlone({ name, service: service ?? name }));
  }
  if (status !== "running")
    return problem(
      State.OOMKilled
        ? words.exceededMemory({ name, status, restarts })
        : words.ended({ name, status, code, restarts }),
    );
  if (health === "unhealthy")
    return problem(words.unhealthy({ name, restarts }), `docker logs --tail 50 ${name}`);
  const found = words.runs({ name, health, restarts });
  return restarts > 2 ? warning(found, `docker logs --tail 50 ${name}`) : ok(found);
}

const serviceOf = ({ Config }: Inspected) => Config.Labels[`${labelPrefix}.service`];

function knownTo({ resources }: StateRead): Stated {
  const names = resources.flatMap(({ id, outputs: { name } = {} }): [string, string][] =>
    id === undefined ? [] : [[id, typeof name === "string" ? name : id.slice(0, 12)]],
  );
  return { ...knownIn(resources), names: new Map(names) };
}
