import type { StackOnEngine } from "../../components/engine/stack-on-engine";
import { describeLock, lockVariable } from "../../components/lock/lock";
import { isAlive, ownerOf } from "../../components/engine/owner";
import { readLock, removeLock, takeLock } from "../../components/lock/take";
import { releaseAtExit } from "../../components/lock/while-it-runs";
import { finishPending } from "./cut-off";
import type { Report } from "./report";
import { UserError } from "./report";
import { projectName, pulumi, type StackTarget } from "./stack";
import { stateFolder } from "./state-file";
import { describeStateLock, remedyForStateLock, stateLocks } from "./state-lock";
import { removeDamagedNotes } from "./state-notes";

/** What recovery may take for granted, and where it looks. */
export interface RecoverOptions {
  /** The operator says that the owner on another machine no longer runs. Default false. */
  ownerIsGone?: boolean;
  /** Environment in which `docker` talks to the stack's engine: that of the shell may be another. */
  environment: Record<string, string>;
}

/**
 * Makes a stack usable again after its last `up` was killed: a lock of a process that is gone is released, and what that process
 * had begun to make is removed, so that the next `up` creates it again. Data volumes are never touched. Of a state that is in no folder only the
 * lock on the engine is looked at.
 *
 * @throws UserError when the lock's owner still runs, or may run on another machine
 */
export async function recover(
  target: StackTarget,
  report: Report,
  { ownerIsGone = false, environment }: RecoverOptions,
): Promise<void> {
  const state = stateFolder(target.env["PULUMI_BACKEND_URL"] ?? "");
  const locks = state === undefined ? [] : stateLocks(state, projectName(target.folder), target.stack);
  const kept = locks.filter(({ alive }) => alive !== false && !(alive === undefined && ownerIsGone));
  if (kept.length > 0)
    throw new UserError(
      kept
        .map(
          (lock) =>
            `Stack ${target.stack} is locked by another update: ${describeStateLock(lock)}.\n  fix: ${remedyForStateLock(lock, target.stack)}`,
        )
        .join("\n"),
    );
  const on = { environment, system: projectName(target.folder), stack: target.stack };
  const lines = locks.map(
    (lock) => `releasing the lock of an update that was killed: ${describeStateLock(lock)}`,
  );
  const release = await holdLock(on, (line) => lines.push(line), ownerIsGone);
  try {
    for (const line of lines) report(line);
    const damaged = state === undefined ? 0 : removeDamagedNotes(state, on.system, on.stack);
    if (damaged > 0)
      report(
        `removed ${damaged} note${damaged === 1 ? "" : "s"} beside the state that a killed update had not finished`,
      );
    if (locks.length > 0) await pulumi(target, ["cancel", "--yes"]);
    // Where the lock of the state is not seen, what is being made may be that of an update which runs.
    if (state !== undefined) await finishPending(target, report, environment);
  } finally {
    release();
  }
}

/**
 * Takes the lock on the engine too, which may be one that a killed command left. On an engine that does not answer nothing is cleaned
 * up, and its lock is not needed.
 *
 * @returns releases it
 */
async function holdLock(on: StackOnEngine, report: Report, ownerIsGone: boolean): Promise<() => void> {
  const nothing = () => undefined;
  const found = await readLock(on).catch(() => undefined);
  if (found !== undefined && found !== "foreign") {
    if (found.id === process.env[lockVariable]) return nothing;
    if (ownerIsGone && isAlive(found.owner) === undefined) {
      report(`releasing the lock of an owner that no longer runs: ${describeLock(found)}`);
      await removeLock(on, found.id);
    }
  }
  const mine = { owner: ownerOf(process.pid), command: "npm run unlock" };
  const taken = await takeLock(on, mine, report).catch(() => undefined);
  if (taken === undefined) return nothing;
  if (taken.refused) throw new UserError(taken.refused.join("\n  "));
  return releaseAtExit(on, taken.id);
}
