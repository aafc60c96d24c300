import { dockerWord } from "../components/engine/docker-word";
import { say } from "../messages/say";
import { containers, nameOf, type Inspected, type StackDatabase } from "./stack";

/** The running services of a stack that may be connected to its database, in the order in which they were made. */
export async function servicesOf(target: StackDatabase): Promise<Inspected[]> {
  const [server] = await containers(target, {}, `name=^/${target.container}$`);
  const networks = Object.keys(server?.NetworkSettings.Networks ?? {});
  const { system, stack } = target;
  const found = await containers(target, { system, stack, role: "service" }, "status=running");
  return found.filter(({ NetworkSettings }) => networks.some((name) => name in NetworkSettings.Networks));
}

/**
 * Restarts services in their order, so that they let go of what they remember of another database. One call each, which the engine
 * brings to its end when this process ends: none stays stopped, also when the engine ends between its stop and its start.
 */
export async function restartServices(target: StackDatabase, services: Inspected[]): Promise<void> {
  if (services.length === 0) return;
  const docker = (...args: string[]) => target.docker(args, { apart: true });
  const names = services.map(nameOf);
  // A stack that an earlier version made has another policy, by which such an engine would leave them stopped.
  await docker("update", "--restart", "always", ...names);
  for (const name of names) await docker("restart", name);
}

/**
 * Waits until all services that were healthy are healthy again.
 *
 * @param patience seconds to wait at most
 * @returns those that are not, in words; undefined when the engine does not say how they are
 */
export async function untilHealthy(
  target: Pick<StackDatabase, "docker" | "environment">,
  services: Inspected[],
  patience = 60,
): Promise<string[] | undefined> {
  if (services.length === 0) return [];
  const names = services.map(nameOf);
  const format = `{{.Name}} {{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}`;
  for (const end = Date.now() + patience * 1000; ; await pause(500)) {
    const { stdout, stderr, exitCode } = await target.docker(["inspect", "--format", format, ...names]);
    // It fails for one that is gone too, and says how the others are.
    const answered = exitCode === 0 || /no such/i.test(stderr);
    const states = new Map(stdout.split("\n").map((line) => splitAtSpace(line.replace(/^\//, ""))));
    const trouble = services.flatMap(({ Name, State }) => {
      const name = nameOf({ Name });
      const state = states.get(name);
      const expected = State.Health?.Status === "healthy" ? "healthy" : "running";
      return state?.split(" ").includes(expected)
        ? []
        : [
            say().restore.exchange.service({
              name,
              state,
              logs: `${dockerWord(target.environment)} logs ${name}`,
            }),
          ];
    });
    if (trouble.length === 0 || Date.now() > end) return answered ? trouble : undefined;
  }
}

const splitAtSpace = (line: string): [string, string] => {
  const [first = "", ...rest] = line.split(" ");
  return [first, rest.join(" ")];
};

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
