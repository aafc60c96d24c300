import { exceptionsOf } from "../roles";
import type { ContainerRule } from "../rule";

/** `CAP_CHOWN` and `chown` are one. */
const plain = (capability: string) => capability.toUpperCase().replace(/^CAP_/, "");

export const rightsRules: ContainerRule[] = [
  {
    name: "not-root",
    on: "container",
    source: "D7",
    cis: ["4.1"],
    what: "Processes do not run as root",
    remedy: "leave user out (our images name their own) or give another",
    violations: ({ user }, role) =>
      !exceptionsOf(role).root && /^(root|0)(:|$)/.test(user ?? "") ? [`runs as ${user}`] : [],
  },
  {
    name: "read-only-root",
    on: "container",
    source: "D8",
    cis: ["5.13"],
    what: "The root file system is read-only; what must be written is a tmpfs or a volume",
    remedy: "readOnly: true, and a tmpfs for /tmp",
    violations: ({ readOnly, tmpfs }) => [
      ...(readOnly === true ? [] : ["can write its root file system"]),
      ...(Object.keys(tmpfs ?? {}).length > 0 ? [] : ["has no tmpfs"]),
    ],
  },
  {
    name: "capabilities",
    on: "container",
    source: "D9",
    cis: ["5.4"],
    what: "All capabilities are dropped; a role gets back what its images cannot do without",
    remedy: "capabilities: onlyCapabilities(); an exception belongs to a role, in policy/roles.ts",
    violations: ({ capabilities }, role) => {
      const allowed = exceptionsOf(role).capabilities;
      const added = (capabilities?.adds ?? []).map(plain).filter((name) => !allowed.includes(name));
      return [
        ...((capabilities?.drops ?? []).map(plain).includes("ALL") ? [] : ["keeps Docker's capabilities"]),
        ...added.map((name) => `adds ${name}, which its role ${role ?? "(none)"} does not need`),
      ];
    },
  },
  {
    name: "no-new-privileges",
    on: "container",
    source: "D10",
    cis: ["5.26"],
    what: "No process gets more rights than its parent (setuid programs)",
    remedy: 'securityOpts: ["no-new-privileges:true"]',
    violations: ({ securityOpts = [] }) =>
      securityOpts.some((option) => /^no-new-privileges([:=]true)?$/.test(option))
        ? []
        : ["lets processes gain rights"],
  },
  {
    name: "not-privileged",
    on: "container",
    source: "D11",
    cis: ["5.5"],
    what: "Never privileged, and no devices of the host",
    remedy: "leave privileged and devices out",
    violations: ({ privileged, devices = [] }) => [
      ...(privileged ? ["is privileged"] : []),
      ...devices.map(({ hostPath }) => `has the host's device ${hostPath}`),
    ],
  },
  {
    name: "default-profiles",
    on: "container",
    source: "D19",
    cis: ["5.2", "5.22"],
    what: "Docker's seccomp and AppArmor profiles stay in force",
    remedy: "remove the option from securityOpts",
    violations: ({ securityOpts = [] }) =>
      securityOpts
        .filter((option) => /^(seccomp|apparmor|systempaths)[:=]unconfined$|^label[:=]disable$/.test(option))
        .map((option) => `sets ${option}`),
  },
];
