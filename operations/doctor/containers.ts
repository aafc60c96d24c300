import { knownIn, type Known } from "../../components/engine/known";
import { labelPrefix } from "../../components/engine/labels";
import { otherEngine } from "../kernel/other-engine";
import { pulumi } from "../kernel/stack";
import { readState, stateCopies, stateFile, stateFolder, type Copy } from "../kernel/state-file";
import { stateOf } from "../kernel/state-read";
import { candidatesAtWork } from "../candidates";
import { containers as find, nameOf, type Inspected } from "../stack";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** What the state has. */
interface Stated extends Known {
  /** Name of each container, by its id. */
  names: Map<string, string>;
}

/** Whether the stack's containers run and are healthy, and whether they are those of the state. */
export async function containers(subject: Subject): Promise<Finding[]> {
  const { warning, problem } = findings("containers");
  const { docker, system, stack, environment, backend } = subject;
  const [all, stated] = await Promise.all([find({ docker }, { system, stack }), knownTo(subject)]);
  const atWork = candidatesAtWork(subject);
  const another = stated && (await otherEngine(stated, environment));
  if (another !== undefined) return [problem(another, anotherEngineRemedy)];
  const lasting = all.filter(({ Config }) => Config.Labels[`${labelPrefix}.role`] !== "job");
  const again = `pulumi up --refresh --stack ${stack}`;
  const known = stated?.containers ?? [];
  if (lasting.length === 0 && known.length === 0)
    return [warning("the stack has none", `pulumi up --stack ${stack}`)];
  const gone = known.filter((id) => !all.some(({ Id }) => Id === id));
  const judged = lasting.map((each) => judgeContainer(each, lasting));
  if (stated && lasting.length > 0 && !lasting.some(({ Id }) => known.includes(Id)))
    return [...judged, problem(...lostSight(lasting, copiesOf(backend, system, stack), subject))];
  return [
    ...judged,
    ...atWork.map(({ name }) =>
      problem(
        `${name} runs beside the one that serves: it belongs to a release that did not finish`,
        `npm run unlock -- --stack ${stack} stops it; pulumi up --stack ${stack} goes on with it`,
      ),
    ),
    ...gone.map((id) =>
      problem(
        `${stated?.names.get(id) ?? id} no longer exists: an update was cut off while it was replaced (see lock and state), or it was removed outside of Pulumi`,
        again,
      ),
    ),
    ...(stated ? lasting.filter(({ Id }) => !known.includes(Id)).map((each) => notInState(each, stack)) : []),
  ];
}

const anotherEngineRemedy =
  "run the commands where the stack's address leads to its own engine, or correct host in the stack file; do not refresh here: the state would lose what it knows";

/** A container beside those that the state knows. Only what a release may leave is advised to be removed. */
export function notInState(container: Inspected, stack: string): Finding {
  const { warning } = findings("containers");
  const [name, id] = [nameOf(container), container.Id.slice(0, 12)];
  const found = `${name} is not in the state: it was left by a release that failed or was cut off, or belongs to another state`;
  const first = `npm run unlock -- --stack ${stack} removes what a cut-off update left`;
  return container.Config.Labels[`${labelPrefix}.role`] === "service"
    ? warning(
        found,
        `${first}; if it remains and belongs to no other state: docker stop ${id} && docker rm --volumes ${id}`,
      )
    : warning(
        found,
        `${first}; if it remains, it may belong to another state: keep it, and use the state that created it`,
      );
}

/** What is said where the state knows none of the containers that are here, and the command that brings back a state which does. */
function lostSight(
  lasting: Inspected[],
  copies: Copy[],
  { system, stack, backend }: Subject,
): [string, string] {
  const found =
    "the state in use knows none of the stack's containers: they belong to another state, or this one was refreshed on another engine";
  const ids = lasting.map(({ Id }) => Id);
  const copy = copies.find(({ path }) => readState(path)?.resources.some(({ id }) => ids.includes(id ?? "")));
  const folder = stateFolder(backend ?? "");
  if (!copy || folder === undefined)
    return [found, "use the state that created them: pulumi whoami --verbose shows which one is in use"];
  const written = copy.at.toISOString().slice(0, 19).replace("T", " ");
  return [
    `${found}; a copy from ${written} UTC knows them`,
    `cp '${copy.path}' '${stateFile(folder, system, stack)}' && pulumi preview --stack ${stack}`,
  ];
}

function copiesOf(backend: string | undefined, system: string, stack: string): Copy[] {
  const folder = stateFolder(backend ?? "");
  return folder === undefined ? [] : stateCopies(folder, system, stack);
}

/** How one container is. @param all of the stack: one that a failed release left stopped matters where no other does its work */
export function judgeContainer(container: Inspected, all: Inspected[]): Finding {
  const { ok, warning, problem } = findings("containers");
  const { State, RestartCount } = container;
  const name = nameOf(container);
  const health = State.Health?.Status;
  const restarts = RestartCount === 0 ? "" : `, restarted ${RestartCount} times by the engine`;
  if (State.Status !== "running" && container.HostConfig?.RestartPolicy?.Name === "no") {
    const left = `${name} is stopped: it belongs to a release that failed`;
    const remedy = "correct what failed; pulumi up then starts it again or removes it";
    const service = serviceOf(container);
    return all.some((each) => serviceOf(each) === service && each.State.Status === "running")
      ? warning(left, remedy)
      : problem(`${left}, and no container of ${service ?? name} runs`, remedy);
  }
  if (State.Status !== "running") {
    const why = State.OOMKilled ? ": it exceeded its memory limit" : ` with code ${State.ExitCode}`;
    return problem(
      `${name} is ${State.Status}${why}${restarts}`,
      `docker start ${name}, unless it was stopped on purpose; docker logs --tail 50 ${name} shows why it ended`,
    );
  }
  if (health === "unhealthy")
    return problem(`${name} is unhealthy${restarts}`, `docker logs --tail 50 ${name}`);
  const found = `${name} runs${health ? `, ${health}` : ""}${restarts}`;
  return RestartCount > 2 ? warning(found, `docker logs --tail 50 ${name}`) : ok(found);
}

const serviceOf = ({ Config }: Inspected) => Config.Labels[`${labelPrefix}.service`];

/** What the state knows; undefined when it cannot be read, which is a finding of its own. */
async function knownTo({ target }: Subject): Promise<Stated | undefined> {
  const { exitCode, stdout } = await pulumi(target, ["stack", "export"], { reject: false, timeout: 60_000 });
  if (exitCode !== 0) return undefined;
  const { resources } = stateOf(stdout);
  const names = resources.flatMap(({ id, outputs: { name } = {} }): [string, string][] =>
    id === undefined ? [] : [[id, typeof name === "string" ? name : id.slice(0, 12)]],
  );
  return { ...knownIn(resources), names: new Map(names) };
}
