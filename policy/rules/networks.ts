import { say } from "../../messages/say";
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
    violations: ({ networksAdvanced = [] }) =>
      networksAdvanced.length === 0
        ? [say().policy.onDefaultNetwork]
        : networksAdvanced
            .filter(({ name }) => defaults.includes(name))
            .map(({ name }) => say().policy.onNetworkOfDocker(name)),
  },
  {
    name: "no-shared-namespace",
    on: "container",
    source: "D11",
    cis: ["5.10", "5.16", "5.17", "5.21"],
    violations: (container) =>
      namespaces
        .filter((key) => /^(host$|container:)/.test(container[key] ?? ""))
        .map((key) => say().policy.sharesNamespace({ key, value: container[key] ?? "" })),
  },
];

export const databaseNetwork: StackRule = {
  name: "database-network-internal",
  on: "stack",
  source: "D6",
  violations: (resources) =>
    resources.filter(isDatabase).flatMap((resource) =>
      outside(resource.props as unknown as Container, resources).map((name) => ({
        resource,
        text: say().policy.onOpenNetwork(name),
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
