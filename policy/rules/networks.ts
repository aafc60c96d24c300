import { roleOf } from "../roles";
import { types, type Container, type ContainerRule, type Resource, type StackRule } from "../rule";

const defaults = ["bridge", "default", "host", "none", "nat"];

/** The properties by which a container shares a name space; the provider has none for `uts`. */
const namespaces = ["networkMode", "pidMode", "ipcMode", "cgroupnsMode", "usernsMode"] as const;

export const networkRules: ContainerRule[] = [
  {
    name: "own-network",
    on: "container",
    source: "D6",
    cis: ["5.30"],
    what: "Containers are on networks of their stack, never on Docker's default one",
    remedy: "list the host's networks in networksAdvanced",
    violations: ({ networksAdvanced = [] }) =>
      networksAdvanced.length === 0
        ? ["is on Docker's default network"]
        : networksAdvanced
            .filter(({ name }) => defaults.includes(name))
            .map(({ name }) => `is on Docker's own network ${name}`),
  },
  {
    name: "no-shared-namespace",
    on: "container",
    source: "D11",
    cis: ["5.10", "5.16", "5.17", "5.21"],
    what: "Containers share no name space (network, processes, IPC, cgroups, users) with the host or one another",
    remedy: "leave networkMode, pidMode, ipcMode, cgroupnsMode and usernsMode out",
    violations: (container) =>
      namespaces
        .filter((key) => /^(host$|container:)/.test(container[key] ?? ""))
        .map((key) => `has ${key} ${container[key]}`),
  },
];

export const databaseNetwork: StackRule = {
  name: "database-network-internal",
  on: "stack",
  source: "D6",
  what: "A database is on internal networks only",
  remedy: "use the host's databaseNetwork; it leaves it only while a stack asks for localPort",
  violations: (resources) =>
    resources.filter(isDatabase).flatMap((resource) =>
      outside(resource.props as unknown as Container, resources).map((name) => ({
        resource,
        text: `is on the network ${name}, which is not internal`,
      })),
    ),
};

/** A container of the role `database`. */
export function isDatabase({ type, props }: Resource): boolean {
  return type === types.container && roleOf(props as unknown as Container) === "database";
}

/**
 * Names of the container's networks that lead out of the host. One that publishes a port of 127.0.0.1 needs such a network; the
 * rule `database-port-local` tells of it.
 */
function outside({ networksAdvanced = [], ports = [] }: Container, resources: Resource[]): string[] {
  const internal = resources
    .filter(({ type, props }) => type === types.network && props["internal"] === true)
    .map(({ props }) => props["name"]);
  const names = networksAdvanced.map(({ name }) => name).filter((name) => !internal.includes(name));
  return ports.length > 0 ? names.slice(1) : names;
}
