import { say } from "../../messages/say";
import type { ContainerRule } from "../rule";

export const limitRules: ContainerRule[] = [
  {
    name: "memory-limit",
    on: "container",
    source: "D14",
    cis: ["5.11"],
    violations: ({ memory, memorySwap }) => [
      ...(memory ? [] : [say().policy.noMemoryLimit]),
      ...(memorySwap !== undefined && memorySwap < 0 ? [say().policy.swapsUnlimited] : []),
    ],
  },
  {
    name: "cpu-limit",
    on: "container",
    source: "D14",
    cis: ["5.12"],
    violations: ({ cpus, cpuQuota }) => (Number(cpus) > 0 || cpuQuota ? [] : [say().policy.noCpuLimit]),
  },
  {
    name: "log-rotation",
    on: "container",
    source: "D15",
    violations: ({ logDriver, logOpts = {} }) =>
      // Other drivers hand the lines to a service that rotates them; unset is json-file.
      [undefined, "json-file", "local"].includes(logDriver) && !(logOpts["max-size"] && logOpts["max-file"])
        ? [say().policy.noLogRotation]
        : [],
  },
];
