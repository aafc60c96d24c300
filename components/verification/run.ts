import { say } from "../../messages/say";
import { dockerWord } from "../engine/docker-word";
import { withEngine } from "../engine/with-engine";
import type { Outcome, Plan, Where } from "./checks";
import { checkContainers } from "./containers";
import { checkHttp } from "./http";
import { withoutSettings } from "../workload/hidden-settings";
import { inContainer } from "./in-container";
import { checkDatabase } from "./sql";

/**
 * Carries out a plan, all its groups at the same time. What cannot be checked is a failure, not an exception.
 *
 * @param environment names the stack's engine
 */
export function runChecks(plan: Plan, environment: Record<string, string>): Promise<Outcome[]> {
  const docker = dockerWord(environment);
  return withEngine(environment, (engine) => check(plan, { engine, environment, docker }));
}

async function check({ edge, databases, containers, commands }: Plan, where: Where): Promise<Outcome[]> {
  const groups = await Promise.all([
    containers.length > 0 ? checkContainers(containers, where) : [],
    edge ? checkHttp(edge, where) : [],
    ...databases.map((database) => checkDatabase(database, where)),
    // One after the other: they may write.
    checkCommands(commands, where),
  ]);
  return groups.flat();
}

async function checkCommands(commands: Plan["commands"], { engine, docker }: Where): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, container, service, command, timeout } of commands) {
    const start = performance.now();
    const { code, output: printed } = await inContainer({ engine, container, command, timeout });
    const output = code === 0 ? "" : await withoutSettings(engine, container, printed);
    const texts = say().verification.command;
    const outcome = { group: "commands", check: name, seconds: (performance.now() - start) / 1000 };
    outcomes.push(
      code === 0
        ? outcome
        : {
            ...outcome,
            failure: {
              expected: texts.exitCode(0),
              found: texts.exitCode(code),
              fix: texts.look({ docker, container, service }),
              lines: output.split("\n").slice(-20),
            },
          },
    );
  }
  return outcomes;
}
