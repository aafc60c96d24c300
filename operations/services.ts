import { dockerWord } from "../components/engine/docker-word";
import { ifPossible, type Container } from "../components/engine/engine";
import { say } from "../messages/say";
import { answered, containers, type StackDatabase } from "./stack";

/** The running services of a stack that may be connected to its database, in the order in which they were made. */
export async function servicesOf(target: StackDatabase): Promise<Container[]> {
  const server = await answered(target.engine, target.engine.container(target.container));
  const { system, stack } = target;
  const found = await containers(target, { system, stack, role: "service" }, { running: true });
  return found.filter(({ networks }) => networks.some((name) => server?.networks.includes(name)));
}

/**
 * Restarts services in their order, so that they let go of what they remember of another database. One call each, which the engine
 * brings to its end when this process ends: none stays stopped, also when the engine ends between its stop and its start. (Engines 24.0 without
 * moby/moby#46697 leave one stopped when this process is killed outright just then.) One that was refused, or lost with the connection, is seen by {@link notRestarted}.
 */
export async function restartServices(target: StackDatabase, services: Container[]): Promise<void> {
  const { engine } = target;
  // A stack that an earlier version made has another policy, by which such an engine would leave them stopped.
  for (const { name } of services) await ifPossible(engine.setRestartPolicy(name, "always"));
  for (const { name } of services) await ifPossible(engine.restart(name));
}

/** Names of services that still run as they did before, by when they were started. One that cannot be looked at is left out. */
export async function notRestarted({ engine }: StackDatabase, services: Container[]): Promise<string[]> {
  const now = await Promise.all(services.map(({ name }) => ifPossible(engine.container(name))));
  return services
    .filter((before, at) => now[at]?.status === "running" && now[at].startedAt === before.startedAt)
    .map(({ name }) => name);
}

/**
 * Waits until all services that were healthy are healthy again.
 *
 * @param patience seconds to wait at most
 * @returns those that are not, in words; undefined when the engine does not say how they are
 */
export async function untilHealthy(
  { engine, environment }: Pick<StackDatabase, "engine" | "environment">,
  services: Container[],
  patience = 60,
): Promise<string[] | undefined> {
  for (const end = Date.now() + patience * 1000; ; await pause(500)) {
    const asked = Promise.all(services.map(({ name }) => engine.container(name)));
    const now = await ifPossible(asked);
    const trouble = now && services.flatMap((service, at) => troubleOf(service, now[at], environment));
    if (trouble?.length === 0 || Date.now() > end) return trouble;
  }
}

function troubleOf(
  before: Container,
  now: Container | undefined,
  environment: Record<string, string>,
): string[] {
  const { name } = before;
  const isWell = before.health === "healthy" ? now?.health === "healthy" : now?.status === "running";
  if (isWell) return [];
  const state = now && [now.status, ...(now.health === undefined ? [] : [now.health])].join(" ");
  const logs = `${dockerWord(environment)} logs ${name}`;
  return [say().restore.exchange.service({ name, state, logs })];
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
