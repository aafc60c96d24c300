import { factsOf } from "../../components/engine/roles";
import { say } from "../../messages/say";
import type { Container, ContainerRule } from "../rule";

type Port = NonNullable<Container["ports"]>[number];

/** Only processes of the host itself reach these addresses. */
const isLocal = ({ ip }: Port) => ip !== undefined && (ip === "::1" || ip.startsWith("127."));
const shown = ({ ip, external, internal }: Port) => say().policy.port({ ip, external, internal });

export const portRules: ContainerRule[] = [
  {
    name: "database-port",
    on: "container",
    source: "D4",
    violations: ({ ports = [] }, role) =>
      role === "database"
        ? ports.filter((port) => !isLocal(port)).map((port) => say().policy.publishes(shown(port)))
        : [],
  },
  {
    name: "database-port-local",
    on: "container",
    source: "D4",
    level: "advisory",
    violations: ({ ports = [] }, role) =>
      role === "database" ? ports.filter(isLocal).map((port) => say().policy.publishes(shown(port))) : [],
  },
  {
    name: "port-bound",
    on: "container",
    source: "D5",
    cis: ["5.14"],
    violations: ({ ports = [], publishAllPorts }) => [
      ...(publishAllPorts ? [say().policy.publishesExposed] : []),
      ...ports
        .filter(({ ip, external }) => !ip || !external)
        .map((port) => say().policy.publishesAnywhere(shown(port))),
    ],
  },
  {
    name: "only-edge-public",
    on: "container",
    source: "D5",
    violations: ({ ports = [] }, role) =>
      factsOf(role).public
        ? []
        : ports.filter((port) => port.ip && !isLocal(port)).map((port) => say().policy.isPublic(shown(port))),
  },
];
