import { say } from "../../messages/say";
import { docker } from "../engine/docker";
import { plain } from "../engine/plain";
import { withoutSettings } from "../workload/hidden-settings";
import type { Failure, Outcome, Plan, Where } from "./checks";

/** Lines of the logs of Nginx and others that have what a client asked for, with tokens in its query. */
const ofClient = /, client: |"method":|\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//;

/** Parts of what `docker inspect` says. */
interface State {
  Name: string;
  State: { Status: string; Health?: { Status: string } };
  HostConfig?: { RestartPolicy?: { Name: string } };
}

/** Looks whether the containers run and none of them is unhealthy. */
export async function checkContainers(containers: Plan["containers"], where: Where): Promise<Outcome[]> {
  const start = performance.now();
  const names = containers.map(({ container }) => container);
  // Those that are there are printed also when others are not.
  const text = await docker(where.environment, "inspect", "--type", "container", ...names).catch(
    (error: { stdout?: string }) => error.stdout ?? "[]",
  );
  const states = new Map((JSON.parse(text || "[]") as State[]).map((each) => [each.Name.slice(1), each]));
  const seconds = (performance.now() - start) / 1000;
  return Promise.all(
    containers.map(async ({ service, container }): Promise<Outcome> => {
      const found = states.get(container);
      const state = found?.State;
      const check = service;
      if (state?.Status === "running" && state.Health?.Status !== "unhealthy")
        return { group: "containers", check, seconds };
      return {
        group: "containers",
        check,
        seconds,
        failure: await failureOf(container, found, where),
      };
    }),
  );
}

async function failureOf(
  container: string,
  inspected: State | undefined,
  { environment, docker: word }: Where,
): Promise<Failure> {
  const texts = say().verification.container;
  const expected = texts.running;
  const state = inspected?.State;
  if (!state) return { expected, found: texts.gone(container), fix: texts.recreate };
  const stopped = /^(exited|created)$/.test(state.Status);
  const printed = await docker(environment, "logs", "--tail", "5", container).catch(() => "");
  const own = plain(printed)
    .split("\n")
    .filter((line) => !ofClient.test(line));
  const log = await withoutSettings(environment, container, own.join("\n"));
  return {
    expected,
    found: texts.is({ container, status: state.Status, health: state.Health?.Status }),
    // The engine restarts what ends by itself: this was stopped. A refresh takes it for what was asked for.
    fix:
      stopped && inspected?.HostConfig?.RestartPolicy?.Name === "no"
        ? texts.releaseFailed
        : stopped
          ? texts.start({ docker: word, container })
          : texts.look({ docker: word, container }),
    ...(log !== "" && { lines: log.split("\n") }),
  };
}
