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

/** Stops services, the last one first; each gets the time to stop that it asks for. */
export async function stopServices(target: StackDatabase, services: Inspected[]): Promise<void> {
  for (const service of [...services].reverse()) {
    const { exitCode, stderr } = await target.docker(["stop", nameOf(service)]);
    if (exitCode !== 0) throw new UserError(`${nameOf(service)} could not be stopped: ${stderr}`);
  }
}

/**
 * Starts services in their order, and waits for each that it is as healthy as it was.
 *
 * @returns those that are not, in words
 */
export async function startServices(
  target: StackDatabase,
  services: Inspected[],
  patience = 60,
): Promise<string[]> {
  const trouble: string[] = [];
  for (const service of services) {
    const name = nameOf(service);
    await target.docker(["start", name]);
    const wasHealthy = service.State.Health?.Status === "healthy";
    let state = "";
    for (const end = Date.now() + patience * 1000; Date.now() < end; await pause(500)) {
      const format = "{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}";
      state = (await target.docker(["inspect", "--format", format, name])).stdout;
      if (state === "running" || state === "running healthy" || (!wasHealthy && state.startsWith("running")))
        break;
    }
    if (!/^running( healthy)?$/.test(state) && (wasHealthy || !state.startsWith("running")))
      trouble.push(`${name} is ${state || "gone"}: docker logs ${name}`);
  }
  return trouble;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
