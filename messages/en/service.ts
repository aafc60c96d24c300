import { ours } from "../command";
import type { Problem } from "../problem";

/** Where a service writes while others may write too; names of arguments are left as they are. */
const shared = "sharedVolumes: true when several may write there at once, as with uploaded files";

/** What is said of services: their arguments, and what a release that failed left of them. */
export const service = {
  cannotBeCreated: "A service cannot be created with these arguments:",
  commandNeeded: "needed with secrets or files, because it starts only when these are there",
  portNeeded: "needed for a health check by HTTP or TCP",
  badPort: (port: number) => `expected 1 to 65535, found ${port}`,
  databasesNeeded: "needed with onlyDatabases, which leaves no other network",
  metricsUnread: "cannot be read with onlyDatabases, which leaves no network of the stack",
  networkUnused: "have no effect with onlyDatabases, which leaves no other network",
  badReplicas: (replicas: number) => `expected a whole number, at least 1, found ${replicas}`,
  relativePath: "must be an absolute path in the container",
  relativeSource: "must be an absolute path of the host",
  lineBreak: "must not contain line breaks",
  usedTwice: "used twice",
  twoWriters: (folders: readonly string[]) =>
    `in each release the new container would write ${folders.join(", ")} beside the old one; choose lifeCycle: "instead" for the only writer, such as Redis or Prometheus, or ${shared}`,
  manyWriters: ({ replicas, folders }: { replicas: number; folders: readonly string[] }) =>
    `${replicas} containers would write ${folders.join(", ")}; choose 1, or ${shared}`,

  stoppedCutOff: (containers: readonly string[]) =>
    `Stopped what an update that was cut off left: ${containers.join(", ")}`,
  workersStopped: (containers: readonly string[]): Problem => ({
    what: `Requests go to the new release, so the workers of the previous one were stopped: ${containers.join(", ")}`,
  }),
  stopped: (containers: readonly string[]): Problem => ({
    what: `What this release started was stopped, so that it takes no work: ${containers.join(", ")}`,
    fix: "correct what failed, then run 'pulumi up' again, which starts it again",
  }),
  leftRunning: (containers: readonly string[]): Problem => ({
    what: `Still running, although the release failed, because the previous one was stopped first (life cycle "instead"): ${containers.join(", ")}`,
    fix: `correct what failed, then run 'pulumi up' again; or ${ours("rollback")}`,
  }),
  notStopped: (message: string) => `What this release started could not be stopped: ${message}`,
  switchNotBegun: "not begun, because another step of the release failed",
};
