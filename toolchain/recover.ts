import type { Report } from "./report";
import { UserError } from "./report";
import { run } from "./run";
import { projectName, pulumi, type StackTarget } from "./stack";
import { describeLock, stateLocks } from "./state-lock";

/** The part of an exported state that recovery reads. */
interface Deployment {
  resources?: { type: string; id?: string }[];
  pending_operations?: { type: string; resource: { urn: string } }[];
}

/**
 * Makes a stack usable again after its last `up` was killed: a lock of a process that is gone is released, and what that process
 * had begun to make is removed, so that the next `up` makes it anew. Data volumes are never touched.
 *
 * @throws UserError when the lock's owner still runs, or runs on another machine
 */
export async function recover(target: StackTarget, report: Report): Promise<void> {
  const state = target.env["PULUMI_BACKEND_URL"]?.replace(/^file:\/\//, "") ?? "";
  for (const lock of stateLocks(state, projectName(target.folder), target.stack)) {
    if (lock.alive !== false)
      throw new UserError(
        `Stack ${target.stack} is locked by another update: ${describeLock(lock)}.\n` +
          "fix: wait until it ends. When you know that it is not running: pulumi cancel",
      );
    report(`releasing the lock of an update that was killed: ${describeLock(lock)}`);
  }
  if (stateLocks(state, projectName(target.folder), target.stack).length > 0)
    await pulumi(target, ["cancel", "--yes"]);
  await finishPending(target, report);
}

/** Operations that the killed process had begun: what they made is unknown to the state. */
async function finishPending(target: StackTarget, report: Report): Promise<void> {
  const { stdout } = await pulumi(target, ["stack", "export"]);
  const { resources = [], pending_operations: pending = [] } = (
    JSON.parse(stdout) as { deployment: Deployment }
  ).deployment;
  if (pending.length === 0) return;
  report(`cleaning up ${pending.length} operation(s) that were cut off: ${pending.map(nameOf).join(", ")}`);
  const known = new Set(resources.map(({ id }) => id));
  await removeUnknown(
    target,
    "container",
    ["ps", "--all", "--no-trunc"],
    ["rm", "--force", "--volumes=false"],
    known,
  );
  await removeUnknown(target, "network", ["network", "ls", "--no-trunc"], ["network", "rm"], known);
  await pulumi(target, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
}

function nameOf(operation: { type: string; resource: { urn: string } }): string {
  return `${operation.type} ${operation.resource.urn.split("::").at(-1)}`;
}

async function removeUnknown(
  target: StackTarget,
  kind: string,
  list: string[],
  remove: string[],
  known: Set<string | undefined>,
): Promise<void> {
  const filters = [
    `label=io.pulumi-web-systems.system=${projectName(target.folder)}`,
    `label=io.pulumi-web-systems.stack=${target.stack}`,
  ].flatMap((filter) => ["--filter", filter]);
  const { stdout } = await run("docker", [...list, "--quiet", ...filters]);
  const unknown = stdout.split("\n").filter((line) => line !== "" && !known.has(line));
  if (unknown.length === 0) return;
  // All at once: a database gets its time to stop. What cannot be removed is named by the next `up`.
  if (kind === "container") await run("docker", ["stop", "--time", "60", ...unknown], { reject: false });
  await run("docker", [...remove, ...unknown], { reject: false });
}
