import { UserError } from "../toolchain/report";
import { containers, nameOf, type Inspected, type StackDatabase } from "./stack";

/** The running services of a stack that may be connected to its database, in the order in which they were made. */
export async function servicesOf(target: StackDatabase): Promise<Inspected[]> {
  const [server] = await containers(target, {}, `name=^/${target.container}$`);
  const networks = Object.keys(server?.NetworkSettings.Networks ?? {});
  const { system, stack } = target;
  const found = await containers(target, { system, stack, role: "service" }, "status=running");
  return found.filter(({ NetworkSettings }) => networks.some((name) => name in NetworkSettings.Networks));
}

/** Stops services; each gets the time to stop that it asks for. */
export async function stopServices(target: StackDatabase, services: Inspected[]): Promise<void> {
  if (services.length === 0) return;
  const { exitCode, stderr } = await target.docker(["stop", ...services.map(nameOf)]);
  if (exitCode !== 0) throw new UserError(`Not every service could be stopped: ${stderr}`);
}

/**
 * Starts services in their order, and waits until all that were healthy are healthy again.
 *
 * @param patience seconds to wait at most
 * @returns those that are not, in words
 */
export async function startServices(
  target: StackDatabase,
  services: Inspected[],
  patience = 60,
): Promise<string[]> {
  if (services.length === 0) return [];
  await target.docker(["start", ...services.map(nameOf)]);
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
