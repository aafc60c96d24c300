import type { ShellCheck } from "./container";
import { httpProbe } from "./http-probe";

/** How a service shows that it can work; checked inside its container. */
export type Health =
  /** `GET path` on the service's port answers 200 to 399. */
  | { path: string }
  /** The service's port accepts a connection: for what does not speak HTTP, such as Redis. */
  | { tcp: true }
  /** A shell command inside the container ends with 0: for a worker or a scheduler without a port. */
  | { command: string };

/** Settings by which curl and wget ask a proxy, for the container's own address too: it would be the proxy's health. */
const proxy = /^(?:http|all)_proxy$/i;

/**
 * The check as it is run inside the container.
 *
 * @param settings of the service, by name
 * @throws Error when the check needs a port and the service has none
 */
export function healthCommand(
  health: Health,
  port: number | undefined,
  settings: Record<string, unknown> = {},
): ShellCheck {
  if ("command" in health) return { command: health.command };
  if (port === undefined) throw new Error("a health check by HTTP or TCP needs the service's port");
  if (!("path" in health)) return { command: tcpProbe(port) };
  const probe = httpProbe({ port, path: health.path });
  // Only where there is one: another text replaces a running container.
  const through = Object.keys(settings).filter((name) => proxy.test(name));
  return through.length === 0 ? probe : { ...probe, command: `unset ${through.join(" ")}; ${probe.command}` };
}

/** With nc where the image has it, else with bash's own sockets. */
function tcpProbe(port: number): string {
  return (
    `if command -v nc >/dev/null; then nc -z -w 4 127.0.0.1 ${port}; ` +
    `else timeout 4 bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}'; fi`
  );
}
