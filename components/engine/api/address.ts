import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where an engine listens. */
export type Address =
  | { kind: "unix"; path: string }
  | { kind: "ssh"; url: URL }
  | { kind: "tcp"; host: string; port: number; tls?: { ca: Buffer; cert: Buffer; key: Buffer } };

/** Variables that say which engine it is: those of a {@link Host}, as the `docker` command reads them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the engine of this machine listens. */
export const ownSocket = "unix:///var/run/docker.sock";

/** The variables that say which engine it is. */
export const engineVariables = ["DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"] as const;

/**
 * Where the engine of these variables listens; without any, at this machine's own socket.
 *
 * @throws Error when its certificates cannot be read, or nothing listens at such an address
 * @example addressOf({ DOCKER_HOST: "unix:///run/docker.sock" }) // { kind: "unix", path: "/run/docker.sock" }
 */
export function addressOf(environment: Environment): Address {
  const { DOCKER_HOST, DOCKER_TLS_VERIFY, DOCKER_CERT_PATH } = environment;
  const endpoint = DOCKER_HOST || ownSocket;
  if (endpoint.startsWith("unix://")) return { kind: "unix", path: endpoint.slice("unix://".length) };
  const url = new URL(endpoint);
  if (url.protocol === "ssh:") return { kind: "ssh", url };
  if (url.protocol !== "tcp:") throw new Error(`${endpoint}: not an address of a Docker engine`);
  const file = (name: string) => readFileSync(join(DOCKER_CERT_PATH ?? "", name));
  const isSafe = Boolean(DOCKER_TLS_VERIFY) && DOCKER_CERT_PATH !== undefined;
  return {
    kind: "tcp",
    host: nameIn(url),
    port: Number(url.port || (isSafe ? 2376 : 2375)),
    ...(isSafe && { tls: { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") } }),
  };
}

/** Name or address of the machine that an engine is on, as one connects to it; undefined for this machine. */
export const hostOf = (endpoint: string): string | undefined =>
  endpoint.startsWith("unix:") ? undefined : nameIn(new URL(endpoint));

/** An address of IPv6 stands in brackets in a URL. */
const nameIn = ({ hostname }: URL) => hostname.replace(/^\[(.*)\]$/, "$1");
