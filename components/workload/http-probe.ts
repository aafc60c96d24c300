import { say } from "../../messages/say";
import type { ShellCheck } from "./container";

/** An HTTP request that tells whether a service is healthy: any answer from 200 to 399 is. */
export interface HttpProbe {
  /** Port inside the container. */
  port: number;
  /** Path with a leading slash, and a query. */
  path: string;
}

/** What no shell, no `printf` and no client takes for anything but itself. */
const plain = /^[A-Za-z0-9/_.~-]+$/;

/**
 * A check that makes the request from inside a container, with what its image has: curl, wget, or else bash's own
 * sockets (in every Debian-based image). No image needs to be changed for its health check.
 */
export function httpProbe({ port, path }: HttpProbe): ShellCheck {
  if (!plain.test(path)) return { command: pathProbe(port), args: [encoded(path)] };
  // The text that running containers have: another would replace them.
  const url = `http://127.0.0.1:${port}${path}`;
  const request = `GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n`;
  const sockets = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf "${request}" >&3 && head -n 1 <&3 | grep -qE " (2|3)[0-9][0-9] "`;
  return {
    command: [
      `if command -v curl >/dev/null; then curl -fsS -o /dev/null -m 4 ${url}`,
      `elif command -v wget >/dev/null; then wget -q -O /dev/null -T 4 ${url}`,
      `else timeout 4 bash -c '${sockets}'; fi`,
    ].join("; "),
  };
}

/** The same for the path that is its `$1`: so no path is part of a shell's text, whatever characters it has. */
export function pathProbe(port: number): string {
  const request = `printf "GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n" "$1"`;
  const sockets = `exec 3<>/dev/tcp/127.0.0.1/${port} && ${request} >&3 && head -n 1 <&3 | grep -qE " (2|3)[0-9][0-9] "`;
  const url = `"http://127.0.0.1:${port}$1"`;
  return [
    `if command -v curl >/dev/null; then curl -gfsS -o /dev/null -m 4 ${url}`,
    `elif command -v wget >/dev/null; then wget -q -O /dev/null -T 4 ${url}`,
    `else timeout 4 bash -c '${sockets}' bash "$1"; fi`,
  ].join("; ");
}

/** What is not ASCII, as browsers send it: not every server takes the bytes themselves. */
export function encoded(path: string): string {
  return path.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** What is wrong with a path that is to be asked for, with a fix; undefined when it can stand in a request. */
export function requestPathMistake(path: string): string | undefined {
  if (!path.startsWith("/")) return say().workload.pathWithoutSlash(path);
  // A percent sign that encodes nothing, and what HTTP lets no request line have.
  const wrong = /%(?![0-9A-Fa-f]{2})|[\s\p{Cc}"#<>\\^`{|}]/gu;
  if (!wrong.test(path)) return undefined;
  const fixed = path.replace(wrong, (character) => encodeURIComponent(character));
  return say().workload.noRequestPath({ path: JSON.stringify(path), good: fixed });
}
