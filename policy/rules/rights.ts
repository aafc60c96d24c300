import { factsOf } from "../../components/engine/roles";
import { say } from "../../messages/say";
import type { ContainerRule } from "../rule";

/** `CAP_CHOWN` and `chown` are one. */
const plain = (capability: string) => capability.toUpperCase().replace(/^CAP_/, "");

export const rightsRules: ContainerRule[] = [
  {
    name: "not-root",
    on: "container",
    source: "D7",
    cis: ["4.1"],
    violations: ({ user = "" }, role) =>
      !factsOf(role).root && /^(root|0)(:|$)/.test(user) ? [say().policy.runsAs(user)] : [],
  },
  {
    name: "read-only-root",
    on: "container",
    source: "D8",
    cis: ["5.13"],
    violations: ({ readOnly, tmpfs }) => [
      ...(readOnly === true ? [] : [say().policy.writesRoot]),
      ...(Object.keys(tmpfs ?? {}).length > 0 ? [] : [say().policy.noTmpfs]),
    ],
  },
  {
    name: "capabilities",
    on: "container",
    source: "D9",
    cis: ["5.4"],
    violations: ({ capabilities }, role) => {
      const allowed = factsOf(role).capabilities;
      const added = (capabilities?.adds ?? []).map(plain).filter((name) => !allowed.includes(name));
      return [
        ...((capabilities?.drops ?? []).map(plain).includes("ALL") ? [] : [say().policy.keepsCapabilities]),
        ...added.map((name) => say().policy.addsCapability({ name, role })),
      ];
    },
  },
  {
    name: "no-new-privileges",
    on: "container",
    source: "D10",
    cis: ["5.26"],
    violations: ({ securityOpts = [] }) =>
      securityOpts.some((option) => /^no-new-privileges([:=]true)?$/.test(option))
        ? []
        : [say().policy.gainsRights],
  },
  {
    name: "not-privileged",
    on: "container",
    source: "D11",
    cis: ["5.5"],
    violations: ({ privileged, devices = [] }) => [
      ...(privileged ? [say().policy.privileged] : []),
      ...devices.map(({ hostPath }) => say().policy.hasDevice(hostPath)),
    ],
  },
  {
    name: "default-profiles",
    on: "container",
    source: "D19",
    cis: ["5.2", "5.22"],
    violations: ({ securityOpts = [] }) =>
      securityOpts
        .filter((option) => /^(seccomp|apparmor|systempaths)[:=]unconfined$|^label[:=]disable$/.test(option))
        .map((option) => say().policy.setsOption(option)),
  },
];
