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
  // Detached: what a terminal sends to its processes is not for it.
  const docker = (...args: string[]) => target.docker(args, { detached: true });
  const names = services.map(nameOf);
  // A stack that an earlier version made has another policy, by which such an engine would leave them stopped.
  await docker("update", "--restart", "always", ...names);
  for (const name of names) await docker("restart", name);
}

/**
 * Waits until all services that were healthy are healthy again.
 *
 * @param patience seconds to wait at most
 * @returns those that are not, in words
 */
export async function untilHealthy(
  target: StackDatabase,
  services: Inspected[],
  patience = 60,
): Promise<string[]> {
  if (services.length === 0) return [];
  const expected = services.map(({ State }) => (State.Health?.Status === "healthy" ? "healthy" : "running"));
  const format = `{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}`;
  for (const end = Date.now() + patience * 1000; ; await pause(500)) {
    const { stdout } = await target.docker(["inspect", "--format", format, ...services.map(nameOf)]);
    const states = stdout.split("\n");
    const trouble = services.flatMap((service, at) =>
      states[at]?.split(" ").includes(expected[at] ?? "")
        ? []
        : [`${nameOf(service)} is ${states[at] ?? "gone"}: docker logs ${nameOf(service)}`],
    );
    if (trouble.length === 0 || Date.now() > end) return trouble;
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
