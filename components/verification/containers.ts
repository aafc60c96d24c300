import { say } from "../../messages/say";
import { ifAnswered, type Container } from "../engine/engine";
import { plain } from "../engine/plain";
import { ofClients } from "../engine/redact";
import { withoutSettings } from "../workload/hidden-settings";
import type { Failure, Outcome, Plan, Where } from "./checks";

/** Looks whether the containers run and none of them is unhealthy. */
export function checkContainers(containers: Plan["containers"], where: Where): Promise<Outcome[]> {
  return Promise.all(
    containers.map(async ({ service, container }): Promise<Outcome> => {
      const start = performance.now();
      let silence = "";
      const found = await ifAnswered(where.engine.container(container), ({ message }) => {
        silence = message;
        return undefined;
      });
      const seconds = (performance.now() - start) / 1000;
      const outcome = { group: "containers", check: service, seconds };
      if (silence !== "") {
        const expected = say().verification.container.running;
        return { ...outcome, failure: { expected, found: silence, fix: say().kernel.askDoctor } };
      }
      if (found?.status === "running" && found.health !== "unhealthy") return outcome;
      return { ...outcome, failure: await failureOf(container, found, where) };
    }),
  );
}

async function failureOf(
  container: string,
  state: Container | undefined,
  { engine, docker: word }: Where,
): Promise<Failure> {
  const texts = say().verification.container;
  const expected = texts.running;
  if (!state) return { expected, found: texts.gone(container), fix: texts.recreate };
  const stopped = state.status === "exited" || state.status === "created";
  const printed = await ifAnswered(engine.logs(container, { tail: 5 }), () => "");
  const own = plain(printed)
    .trim()
    .split("\n")
    .filter((line) => !ofClients.test(line));
  const log = await withoutSettings(engine, container, own.join("\n"));
  return {
    expected,
    found: texts.is({ container, status: state.status, health: state.health }),
    // The engine restarts what ends by itself: this was stopped. A refresh takes it for what was asked for.
    fix:
      stopped && state.restartPolicy === "no"
        ? texts.releaseFailed
        : stopped
          ? texts.start({ docker: word, container })
          : texts.look({ docker: word, container }),
    ...(log !== "" && { lines: log.split("\n") }),
  };
}
