import type { ContainerConfig } from "../engine/engine";

/** No program in a container gets more rights than it was started with. Newer engines write `=` for the colon, and take both. */
export const noNewPrivileges = "no-new-privileges:true";

/**
 * Rights of a container that is made for one step: no network, a root file system that it cannot write, and no capability but these.
 *
 * @example HostConfig: { ...fewRights(["CHOWN"]), Binds: [`${volume}:/backups`] }
 */
export function fewRights(capabilities: readonly string[] = []) {
  return {
    NetworkMode: "none",
    ReadonlyRootfs: true,
    CapDrop: ["ALL"],
    CapAdd: [...capabilities],
    SecurityOpt: [noNewPrivileges],
  } satisfies ContainerConfig["HostConfig"];
}
