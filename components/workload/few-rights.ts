import type { ContainerConfig } from "../engine/engine";

/** No program in a container gets more rights than it was started with. Newer engines write `=` for the colon, and take both. */
export const noNewPrivileges = "no-new-privileges:true";

/**
 * Rights of a container that is made for one step: a root file system that it cannot write, and no capability but these.
 *
 * @param network that it is in. Default: none
 * @example HostConfig: { ...fewRights(["CHOWN"]), Binds: [`${volume}:/backups`] }
 */
export function fewRights(capabilities: readonly string[] = [], network = "none") {
  return {
    NetworkMode: network,
    ReadonlyRootfs: true,
    CapDrop: ["ALL"],
    CapAdd: [...capabilities],
    SecurityOpt: [noNewPrivileges],
  } satisfies ContainerConfig["HostConfig"];
}
