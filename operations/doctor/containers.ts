import type { Container } from "../../components/engine/engine";
import { knownIn, type Known } from "../../components/engine/known";
import { labelOf } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { otherEngine } from "../kernel/other-engine";
import { readState, stateCopies, stateFile, stateFolder, wayBack, type Copy } from "../kernel/state-file";
import type { StateRead } from "../kernel/state-read";
import { candidatesAtWork } from "../candidates";
import { containers as find } from "../stack";
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
  const { engine, system, stack, backend } = context;
  const [all, state] = await Promise.all([find({ engine }, { system, stack }), context.state()]);
  const stated = state && knownTo(state);
  const atWork = candidatesAtWork(context);
  const another = stated && (await otherEngine(stated, engine));
  if (another !== undefined) return [problem(another, words.otherEngine)];
  const lasting = all.filter((each) => labelOf(each, "role") !== "job");
  const again = `pulumi up --refresh --stack ${stack}`;
  const known = stated?.containers ?? [];
  if (lasting.length === 0 && known.length === 0) return [warning(words.none, `pulumi up --stack ${stack}`)];
  const gone = known.filter((id) => !all.some((each) => each.id === id));
  const judged = lasting.map((each) => judgeContainer(each, lasting));
  if (stated && lasting.length > 0 && !lasting.some(({ id }) => known.includes(id)))
    return [...judged, problem(lostSight(lasting, copiesOf(backend, system, stack), context))];
  return [
    ...judged,
    ...atWork.map(({ name }) => problem(words.beside({ name, stack }))),
    ...gone.map((id) => problem(words.gone(stated?.names.get(id) ?? id), again)),
    ...(stated ? lasting.filter(({ id }) => !known.includes(id)).map((each) => notInState(each, stack)) : []),
  ];
}

/** A container beside those that the state knows. Only what a release may leave is advised to be removed. */
export function notInState(container: Container, stack: string): Finding {
  const { warning } = findings("containers");
  const { unknownService, unknownOther } = say().doctor.containers;
  const { name } = container;
  return labelOf(container, "role") === "service"
    ? warning(unknownService({ name, stack, id: container.id.slice(0, 12) }))
    : warning(unknownOther({ name, stack }));
}

/** What is said where the state knows none of the containers that are here, and the command that brings back a state which does. */
function lostSight(lasting: Container[], copies: Copy[], { system, stack, backend }: Context) {
  const { allUnknown, knownToCopy } = say().doctor.containers;
  const ids = lasting.map(({ id }) => id);
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
export function judgeContainer(container: Container, all: Container[]): Finding {
  const { ok, warning, problem } = findings("containers");
  const words = say().doctor.containers;
  const { name, status, exitCode: code, health, restarts } = container;
  if (status !== "running" && container.restartPolicy === "no") {
    const service = labelOf(container, "service");
    return all.some((each) => labelOf(each, "service") === service && each.status === "running")
      ? warning(words.left(name))
      : problem(words.leftAlone({ name, service: service ?? name }));
  }
  if (status !== "running")
    return problem(
      container.outOfMemory
        ? words.exceededMemory({ name, status, restarts })
        : words.ended({ name, status, code, restarts }),
    );
  if (health === "unhealthy")
    return problem(words.unhealthy({ name, restarts }), `docker logs --tail 50 ${name}`);
  const found = words.runs({ name, health, restarts });
  return restarts > 2 ? warning(found, `docker logs --tail 50 ${name}`) : ok(found);
}

function knownTo({ resources }: StateRead): Stated {
  const names = resources.flatMap(({ id, outputs: { name } = {} }): [string, string][] =>
    id === undefined ? [] : [[id, typeof name === "string" ? name : id.slice(0, 12)]],
  );
  return { ...knownIn(resources), names: new Map(names) };
}
