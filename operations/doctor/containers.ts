import { labelPrefix } from "../../components/labels";
import { pulumi } from "../../toolchain/stack";
import { candidatesAtWork } from "../candidates";
import { containers as find, nameOf, type Inspected } from "../stack";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** A container as the state has it. */
interface Known {
  name: string;
  id: string;
}

/** Whether the stack's containers run and are healthy, and whether they are those of the state. */
export async function containers(subject: Subject): Promise<Finding[]> {
  const { warning, problem } = findings("containers");
  const { docker, system, stack } = subject;
  const [all, known, atWork] = await Promise.all([
    find({ docker }, { system, stack }),
    knownTo(subject),
    candidatesAtWork(subject),
  ]);
  const lasting = all.filter(({ Config }) => Config.Labels[`${labelPrefix}.role`] !== "job");
  const again = `pulumi up --refresh --stack ${stack}`;
  if (lasting.length === 0 && (known ?? []).length === 0)
    return [warning("the stack has none", `pulumi up --stack ${stack}`)];
  const gone = (known ?? []).filter(({ id }) => !all.some(({ Id }) => Id === id));
  const strangers = known && lasting.filter(({ Id }) => !known.some(({ id }) => id === Id));
  return [
    ...lasting.map((each) => judge(each)),
    ...atWork.map(({ name }) =>
      problem(
        `${name} runs beside the one that serves: it is of a release that did not end`,
        `npm run unlock -- --stack ${stack} stops it; pulumi up --stack ${stack} goes on with it`,
      ),
    ),
    ...gone.map(({ name }) => problem(`${name} is gone: somebody removed it`, again)),
    ...(strangers ?? []).map((each) =>
      warning(
        `${nameOf(each)} is not in the state: of a release that failed or was cut off, or of another state`,
        `when the services of the last release do without it: docker stop ${nameOf(each)} && docker rm ${nameOf(each)}`,
      ),
    ),
  ];
}

/** How one container is. */
export function judge(container: Inspected): Finding {
  const { ok, warning, problem } = findings("containers");
  const { State, RestartCount } = container;
  const name = nameOf(container);
  const health = State.Health?.Status;
  const restarts = RestartCount === 0 ? "" : `, restarted ${RestartCount} times by the engine`;
  if (State.Status !== "running" && container.HostConfig?.RestartPolicy?.Name === "no")
    return warning(
      `${name} was stopped: it is of a release that failed`,
      "what failed; pulumi up then starts it again, or removes it",
    );
  if (State.Status !== "running") {
    const why = State.OOMKilled ? ": it needed more memory than its limit" : ` with code ${State.ExitCode}`;
    return problem(
      `${name} is ${State.Status}${why}${restarts}`,
      `docker start ${name}, if nobody stopped it on purpose; docker logs --tail 50 ${name} says why it ended`,
    );
  }
  if (health === "unhealthy")
    return problem(`${name} is unhealthy${restarts}`, `docker logs --tail 50 ${name}`);
  const found = `${name} runs${health ? `, ${health}` : ""}${restarts}`;
  return RestartCount > 2 ? warning(found, `docker logs --tail 50 ${name}`) : ok(found);
}

/** Containers of the state; undefined when it cannot be read, which is a finding of its own. */
async function knownTo({ target }: Subject): Promise<Known[] | undefined> {
  const { exitCode, stdout } = await pulumi(target, ["stack", "export"], { reject: false, timeout: 60_000 });
  if (exitCode !== 0) return undefined;
  const { deployment } = JSON.parse(stdout) as {
    deployment: { resources?: { type: string; id?: string; outputs?: { name?: string } }[] };
  };
  return (deployment.resources ?? [])
    .filter(({ type }) => type === "docker:index/container:Container")
    .map(({ id = "", outputs }) => ({ id, name: outputs?.name ?? id.slice(0, 12) }));
}
