import { exceptionsOf, roleOf, roles } from "../roles";
import { types, type Container, type ContainerRule, type Resource, type StackRule } from "../rule";
import { isDatabase } from "./networks";

export const lifecycleRules: ContainerRule[] = [
  {
    name: "role",
    on: "container",
    source: "D9",
    what: "A container's label says its role, which exceptions belong to",
    remedy: `label it io.pulumi-web-systems.role: ${Object.keys(roles).join(", ")}`,
    violations: (container) => (roleOf(container) ? [] : ["has no role"]),
  },
  {
    name: "health-check",
    on: "container",
    source: "D17",
    cis: ["5.27"],
    what: "Every long-running container has a health check",
    remedy: "healthcheck: healthcheck({ … })",
    violations: ({ healthcheck }, role) =>
      !exceptionsOf(role).healthCheck ||
      (healthcheck && !["NONE", undefined].includes(healthcheck.tests?.[0]))
        ? []
        : ["has no health check"],
  },
  {
    name: "restart",
    on: "container",
    source: "D18",
    cis: ["5.15, deviated from"],
    what: "Services come back after a crash and a reboot, but not once they were stopped; jobs run once",
    remedy: 'restart: "always"; "no" for jobs',
    violations: ({ restart }, role) =>
      exceptionsOf(role).restart.includes(restart ?? "no") ? [] : [`has restart ${restart ?? "no"}`],
  },
];

export const databaseRetained: StackRule = {
  name: "database-volume-retained",
  on: "stack",
  source: "C36",
  what: "A database's data is a named volume that stays when its resource is deleted",
  remedy: "a docker.Volume with retainOnDelete: true",
  violations: (resources) =>
    resources.filter(isDatabase).flatMap((resource) => {
      const volumes = volumesOf(resource, resources);
      if (volumes.length === 0) return [{ resource, text: "keeps its data in no volume of the stack" }];
      return volumes
        .filter(({ retainOnDelete }) => retainOnDelete === false)
        .map((volume) => ({ resource: volume, text: "goes with its resource" }));
    }),
};

export const databaseProtected: StackRule = {
  name: "database-protected",
  on: "stack",
  source: "C36",
  what: "A database's volume is protected against deletion, unless a stack says otherwise",
  remedy: "database.protect: true in the stack file",
  level: "advisory",
  violations: (resources) =>
    resources
      .filter(isDatabase)
      .flatMap((database) => volumesOf(database, resources))
      .filter(({ protect }) => protect === false)
      .map((resource) => ({ resource, text: "may be deleted" })),
};

/** The volumes of the stack that a container mounts. */
function volumesOf({ props }: Resource, resources: Resource[]): Resource[] {
  const names = ((props as unknown as Container).volumes ?? []).flatMap(({ volumeName }) => volumeName ?? []);
  return resources.filter(
    ({ type, props }) => type === types.volume && names.includes(String(props["name"])),
  );
}
