import { posix } from "node:path";
import { say } from "../../messages/say";
import type { Container, ContainerRule, ResourceRule, Volume } from "../rule";

/** A folder or file of the host inside a container. */
interface HostMount {
  path: string;
  readOnly: boolean;
}

/** Everything of the host that a container sees: `volumes` with a hostPath, and `mounts` of the kind bind. */
function hostMounts({ volumes = [], mounts = [] }: Container): HostMount[] {
  return [
    ...volumes.flatMap(({ hostPath, volumeName, readOnly }) =>
      // Docker takes a volume's "name" that is a path for a folder of the host.
      [hostPath, volumeName]
        .filter((path) => path?.startsWith("/"))
        .map((path) => mount(path ?? "", readOnly)),
    ),
    ...mounts.flatMap(({ type, source, readOnly }) =>
      type === "bind" && source ? [mount(source, readOnly)] : [],
    ),
  ];
}

/** Without `..`, doubled and closing slashes, which would hide what is mounted. */
const mount = (path: string, readOnly = false): HostMount => ({
  path: posix.normalize(path).replace(/(?<=.)\/$/, ""),
  readOnly,
});

/** Neither these nor anything below them may be mounted. */
const systemFolders = /^\/(boot|dev|lib|lib64|proc|sys|usr|bin|sbin|root)(\/|$)/;
const engineFolders = /^\/(var\/lib|run|var\/run)\/(docker|containerd)(\/|$)/;
/** These hold other things too: only the whole of them, or what names users and passwords. */
const wholeFolders = /^\/(etc|var|var\/lib|var\/run|run|home|opt|srv)?$|^\/etc\/(shadow|passwd|sudoers)/;

export const mountRules: ContainerRule[] = [
  {
    name: "no-engine-socket",
    on: "container",
    source: "D12",
    cis: ["5.32"],
    violations: (container) =>
      hostMounts(container)
        .filter(({ path }) => /(docker|containerd|podman|crio)\.sock$/.test(path))
        .map(({ path }) => say().policy.hasSocket(path)),
  },
  {
    name: "no-system-mount",
    on: "container",
    source: "D13",
    cis: ["5.6"],
    violations: (container) =>
      hostMounts(container)
        .filter(({ path }) => [systemFolders, engineFolders, wholeFolders].some((some) => some.test(path)))
        .map(({ path }) => say().policy.mounts(path)),
  },
  {
    name: "host-mount-read-only",
    on: "container",
    source: "D13",
    violations: (container) =>
      hostMounts(container)
        .filter(({ readOnly }) => !readOnly)
        .map(({ path }) => say().policy.canWrite(path)),
  },
];

export const volumeOfHost: ResourceRule = {
  name: "no-volume-of-host",
  on: "volume",
  source: "D13",
  violations: (props) => {
    const { device = "", o = "" } = (props as unknown as Volume).driverOpts ?? {};
    return o.split(",").some((option) => /^r?bind$/.test(option))
      ? [say().policy.isFolderOfHost(device)]
      : [];
  },
};
