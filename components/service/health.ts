import type { ShellCheck } from "../container";
import { httpProbe } from "./http-probe";

/** How a service shows that it can work; checked inside its container. */
export type Health =
  /** `GET path` on the service's port answers 200 to 399. */
  | { path: string }
  /** The service's port accepts a connection: for what does not speak HTTP, such as Redis. */
  | { tcp: true }
  /** A shell command inside the container ends with 0: for a worker or a scheduler without a port. */
  | { command: string };

/**
 * The check as it is run inside the container.
 *
 * @throws Error when the check needs a port and the service has none
 */
export function healthCommand(health: Health, port: number | undefined): ShellCheck {
  if ("command" in health) return { command: health.command };
  if (port === undefined) throw new Error("a health check by HTTP or TCP needs the service's port");
  return "path" in health ? httpProbe({ port, path: health.path }) : { command: tcpProbe(port) };
}

/** With nc where the image has it, else with bash's own sockets. */
function tcpProbe(port: number): string {
  return (
    `if command -v nc >/dev/null; then nc -z -w 4 127.0.0.1 ${port}; ` +
    `else timeout 4 bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}'; fi`
  );
}
