/** An HTTP request that tells whether a service is healthy: any answer from 200 to 399 is. */
export interface HttpProbe {
  /** Port inside the container. */
  port: number;
  /** Path with a leading slash. */
  path: string;
}

/**
 * A shell command that makes the request from inside a container, with what its image has: curl, wget, or else bash's own
 * sockets (in every Debian-based image). No image needs to be changed for its health check.
 */
export function httpProbe({ port, path }: HttpProbe): string {
  const url = `http://127.0.0.1:${port}${path}`;
  const request = `GET ${path} HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n`;
  const sockets = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf "${request}" >&3 && head -n 1 <&3 | grep -qE " (2|3)[0-9][0-9] "`;
  return [
    `if command -v curl >/dev/null; then curl -fsS -o /dev/null -m 4 ${url}`,
    `elif command -v wget >/dev/null; then wget -q -O /dev/null -T 4 ${url}`,
    `else timeout 4 bash -c '${sockets}'; fi`,
  ].join("; ");
}
