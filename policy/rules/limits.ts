import type { ContainerRule } from "../rule";

export const limitRules: ContainerRule[] = [
  {
    name: "memory-limit",
    on: "container",
    source: "D14",
    cis: ["5.11"],
    what: "Memory is limited, swap included",
    remedy: "memory and memorySwap, in MiB; equal: no swap",
    violations: ({ memory, memorySwap }) => [
      ...(memory ? [] : ["has no memory limit"]),
      ...(memorySwap !== undefined && memorySwap < 0 ? ["may swap without a limit"] : []),
    ],
  },
  {
    name: "cpu-limit",
    on: "container",
    source: "D14",
    cis: ["5.12"],
    what: "Processors' time is limited",
    remedy: 'cpus, e.g. "1.0"',
    violations: ({ cpus, cpuQuota }) => (Number(cpus) > 0 || cpuQuota ? [] : ["has no CPU limit"]),
  },
  {
    name: "log-rotation",
    on: "container",
    source: "D15",
    what: "Logs are rotated: they must not fill the disk",
    remedy: 'logDriver: "json-file", logOpts: { "max-size": "10m", "max-file": "3" }',
    violations: ({ logDriver, logOpts = {} }) =>
      // Other drivers hand the lines to a service that rotates them; unset is json-file.
      [undefined, "json-file", "local"].includes(logDriver) && !(logOpts["max-size"] && logOpts["max-file"])
        ? ["has no log rotation"]
        : [],
  },
];
