import { exceptionsOf } from "../roles";
import type { Container, ContainerRule } from "../rule";

type Port = NonNullable<Container["ports"]>[number];

/** Only processes of the host itself reach these addresses. */
const isLocal = ({ ip }: Port) => ip !== undefined && (ip === "::1" || ip.startsWith("127."));
const shown = ({ ip, external, internal }: Port) =>
  `${ip ?? "every address"}:${external ?? "any port"}->${internal}`;

export const portRules: ContainerRule[] = [
  {
    name: "database-port",
    on: "container",
    source: "D4",
    what: "A database's port is never published to other machines",
    remedy: "leave localPort out, or use `docker exec` or an SSH tunnel to the host",
    violations: ({ ports = [] }, role) =>
      role === "database"
        ? ports.filter((port) => !isLocal(port)).map((port) => `publishes ${shown(port)}`)
        : [],
  },
  {
    name: "database-port-local",
    on: "container",
    source: "D4",
    what: "A database's port is published on 127.0.0.1 only while a stack asks for it",
    remedy: "remove localPort from the stack file when the tool no longer needs it",
    level: "advisory",
    violations: ({ ports = [] }, role) =>
      role === "database" ? ports.filter(isLocal).map((port) => `publishes ${shown(port)}`) : [],
  },
  {
    name: "port-bound",
    on: "container",
    source: "D5",
    cis: ["5.14"],
    what: "A published port names its address and its number: Docker's own rules come before those of a firewall",
    remedy: "give ports[].ip and ports[].external, and leave publishAllPorts out",
    violations: ({ ports = [], publishAllPorts }) => [
      ...(publishAllPorts ? ["publishes every port that its image exposes"] : []),
      ...ports
        .filter(({ ip, external }) => !ip || !external)
        .map((port) => `publishes ${shown(port)} without saying where`),
    ],
  },
  {
    name: "only-edge-public",
    on: "container",
    source: "D5",
    what: "Only Nginx is reachable from other machines",
    remedy: "give it a route of the Nginx component; a tool on the host gets a port of 127.0.0.1",
    violations: ({ ports = [] }, role) =>
      exceptionsOf(role).public
        ? []
        : ports.filter((port) => port.ip && !isLocal(port)).map((port) => `is public at ${shown(port)}`),
  },
];
