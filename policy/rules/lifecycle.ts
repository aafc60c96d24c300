import { factsOf } from "../../components/engine/roles";
import { say } from "../../messages/say";
import { roleOf } from "../roles";
import { types, type Container, type ContainerRule, type Resource, type StackRule } from "../rule";
import { isDatabase } from "./networks";

export const lifecycleRules: ContainerRule[] = [
  {
    name: "role",
    on: "container",
    source: "D9",
    violations: (container) => (roleOf(container) ? [] : [say().policy.noRole]),
  },
  {
    name: "health-check",
    on: "container",
    source: "D17",
    cis: ["5.27"],
    violations: ({ healthcheck }, role) =>
      !factsOf(role).healthCheck || (healthcheck && !["NONE", undefined].includes(healthcheck.tests?.[0]))
        ? []
        : [say().policy.noHealthCheck],
  },
  {
    name: "restart",
    on: "container",
    source: "D18",
    cis: ["5.15, deviated from"],
    violations: ({ restart }, role) =>
      factsOf(role).restart === (restart ?? "no") ? [] : [say().policy.hasRestart(restart ?? "no")],
  },
];

export const databaseRetained: StackRule = {
  name: "database-volume-retained",
  on: "stack",
  source: "C36",
  violations: (resources) =>
    resources.filter(isDatabase).flatMap((resource) => {
      const volumes = volumesOf(resource, resources);
      if (volumes.length === 0) return [{ resource, text: say().policy.noVolume }];
      return volumes
        .filter(({ retainOnDelete }) => retainOnDelete === false)
        .map((volume) => ({ resource: volume, text: say().policy.goesWithResource }));
    }),
};

export const databaseProtected: StackRule = {
  name: "database-protected",
  on: "stack",
  source: "C36",
  level: "advisory",
  violations: (resources) =>
    resources
      .filter(isDatabase)
      .flatMap((database) => volumesOf(database, resources))
      .filter(({ protect }) => protect === false)
      .map((resource) => ({ resource, text: say().policy.mayBeDeleted })),
};

/** The volumes of the stack that a container mounts. */
function volumesOf({ props }: Resource, resources: Resource[]): Resource[] {
  const names = ((props as unknown as Container).volumes ?? []).flatMap(({ volumeName }) => volumeName ?? []);
  return resources.filter(
    ({ type, props }) => type === types.volume && names.includes(String(props["name"])),
  );
}
