import type { Report } from "./report";
import { UserError } from "./report";
import { run } from "./run";
import { projectName, pulumi, type StackTarget } from "./stack";
import { stateFolder } from "./state-file";
import { describeLock, remedyFor, stateLocks } from "./state-lock";

/** The part of an exported state that recovery reads. */
interface Deployment {
  pending_operations?: Operation[];
}

/** Something that an update began; when it was killed there, what it made is unknown to the state. */
interface Operation {
  type: string;
  resource: { urn: string; type: string; inputs?: { name?: unknown } };
}

/** What recovery may take for granted, and where it looks. */
export interface RecoverOptions {
  /** Somebody looked: the owner on another machine does not run any more. Default false. */
  ownerIsGone?: boolean;
  /** Environment in which `docker` talks to the stack's engine. Default: this machine's. */
  engine?: Record<string, string>;
}

/**
 * Makes a stack usable again after its last `up` was killed: a lock of a process that is gone is released, and what that process
 * had begun to make is removed, so that the next `up` makes it anew. Data volumes are never touched.
 *
 * @throws UserError when the lock's owner still runs, or may run on another machine
 */
export async function recover(
  target: StackTarget,
  report: Report,
  { ownerIsGone = false, engine = {} }: RecoverOptions = {},
): Promise<void> {
  const state = stateFolder(target.env["PULUMI_BACKEND_URL"] ?? "") ?? "";
  const locks = stateLocks(state, projectName(target.folder), target.stack);
  const kept = locks.filter(({ alive }) => alive !== false && !(alive === undefined && ownerIsGone));
  if (kept.length > 0)
    throw new UserError(
      kept
        .map(
          (lock) =>
            `Stack ${target.stack} is locked by another update: ${describeLock(lock)}.\n  fix: ${remedyFor(lock, target.stack)}`,
        )
        .join("\n"),
    );
  for (const lock of locks) report(`releasing the lock of an update that was killed: ${describeLock(lock)}`);
  if (locks.length > 0) await pulumi(target, ["cancel", "--yes"]);
  await finishPending(target, report, engine);
}

/** Operations that the killed process had begun: what they made is unknown to the state. */
async function finishPending(
  target: StackTarget,
  report: Report,
  engine: Record<string, string>,
): Promise<void> {
  const { stdout } = await pulumi(target, ["stack", "export"]);
  const { pending_operations: pending = [] } = (JSON.parse(stdout) as { deployment: Deployment }).deployment;
  if (pending.length === 0) return;
  report(`cleaning up ${pending.length} operation(s) that were cut off: ${pending.map(nameOf).join(", ")}`);
  const docker = (args: string[]) => run("docker", args, { reject: false, env: engine });
  // By name and not by label: what the state does not know may also be another state's, which serves.
  const containers = namesOf(pending, "docker:index/container:Container");
  // All at once: a database gets its time to stop. What cannot be removed is named by the next `up`.
  if (containers.length > 0) {
    await docker(["stop", "--time", "60", ...containers]);
    await docker(["rm", "--force", "--volumes=false", ...containers]);
  }
  const networks = namesOf(pending, "docker:index/network:Network");
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  await pulumi(target, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
}

function nameOf({ type, resource }: Operation): string {
  return `${type} ${resource.urn.split("::").at(-1)}`;
}

/** What the cut-off creations of a kind were to be called on the host. */
function namesOf(operations: Operation[], kind: string): string[] {
  return operations.flatMap(({ type, resource: { type: token, inputs } }) =>
    type === "creating" && token === kind && typeof inputs?.name === "string" ? [inputs.name] : [],
  );
}
