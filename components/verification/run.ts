import { dockerWord } from "../engine/docker-word";
import type { Outcome, Plan } from "./checks";
import { checkContainers } from "./containers";
import { checkHttp } from "./http";
import { withoutSettings } from "../workload/hidden-settings";
import { inContainer } from "./in-container";
import { checkDatabase } from "./sql";

/**
 * Carries out a plan, all its groups at the same time. What cannot be checked is a failure, not an exception.
 *
 * @param environment makes the `docker` command talk to the stack's engine
 */
export async function runChecks(plan: Plan, environment: Record<string, string>): Promise<Outcome[]> {
  const { edge, databases, containers, commands } = plan;
  const groups = await Promise.all([
    containers.length > 0 ? checkContainers(containers, environment) : [],
    edge ? checkHttp(edge, environment) : [],
    ...databases.map((database) => checkDatabase(database, environment)),
    // One after the other: they may write.
    checkCommands(commands, environment),
  ]);
  return groups.flat().map((outcome) => onEngine(outcome, environment));
}

/** Each check writes its fix for `docker`; on which engine is known here. */
export function onEngine(outcome: Outcome, environment: Record<string, string>): Outcome {
  const { failure } = outcome;
  const word = dockerWord(environment);
  if (!failure || word === "docker") return outcome;
  const fix = failure.fix.replace(/\bdocker (?=exec|logs|restart|start)/g, `${word} `);
  return { ...outcome, failure: { ...failure, fix } };
}

async function checkCommands(
  commands: Plan["commands"],
  environment: Record<string, string>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, container, service, command, timeout } of commands) {
    const start = performance.now();
    const { code, output: printed } = await inContainer({ environment, container, command, timeout });
    const output = code === 0 ? "" : await withoutSettings(environment, container, printed);
    const outcome = { group: "commands", check: name, seconds: (performance.now() - start) / 1000 };
    outcomes.push(
      code === 0
        ? outcome
        : {
            ...outcome,
            failure: {
              expected: "exit code 0",
              found: `exit code ${code}`,
              fix: `look at what it says, and at: docker logs ${container} (service ${service})`,
              lines: output.split("\n").slice(-20),
            },
          },
    );
  }
  return outcomes;
}
