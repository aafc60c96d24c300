import { ifAnswered, type Engine } from "../../components/engine/engine";
import type { StackOnEngine } from "../../components/engine/stack-on-engine";
import { describeLock, lockVariable } from "../../components/lock/lock";
import { isAlive, ownerOf } from "../../components/engine/owner";
import { readLock, removeLock, takeLock } from "../../components/lock/take";
import { releaseAtExit } from "../../components/lock/while-it-runs";
import { finishPending } from "./cut-off";
import type { Report } from "./report";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { projectName, pulumi, type StackTarget } from "./stack";
import { stateFolder } from "./state-file";
import { describeStateLock, remedyForStateLock, stateLocks } from "./state-lock";
import { removeDamagedNotes } from "./state-notes";

/** What recovery may take for granted, and where it looks. */
export interface RecoverOptions {
  /** The operator says that the owner on another machine no longer runs. Default false. */
  ownerIsGone?: boolean;
  /** Names the stack's engine: that of the shell may be another. */
  environment: Record<string, string>;
  /** That engine. */
  engine: Engine;
  /** What else is cleaned up, while the lock is held: an update that began meanwhile would lose what it makes. Default: nothing. */
  whileHeld?: () => Promise<void>;
}

/**
 * Makes a stack usable again after its last `up` was killed: a lock of a process that is gone is released, and what that process
 * had begun to make is removed, so that the next `up` creates it again. Data volumes are never touched. Of a state that is in no folder only the
 * lock on the engine is looked at.
 *
 * @returns whether the engine answers: without it nothing on it was looked at
 * @throws UserError when the lock's owner still runs, may run on another machine, or cannot be asked for
 */
export async function recover(
  target: StackTarget,
  report: Report,
  { ownerIsGone = false, environment, engine, whileHeld }: RecoverOptions,
): Promise<boolean> {
  const state = stateFolder(target.env["PULUMI_BACKEND_URL"]);
  await repairNotes(target, report);
  const locks = state === undefined ? [] : stateLocks(state, projectName(target.folder), target.stack);
  const kept = locks.filter(({ alive }) => alive !== false && !(alive === undefined && ownerIsGone));
  if (kept.length > 0)
    throw new UserError(
      kept.map((lock) =>
        say().kernel.lockedByUpdate({
          stack: target.stack,
          who: describeStateLock(lock),
          fix: remedyForStateLock(lock, target.stack),
        }),
      ),
    );
  const on = { environment, system: projectName(target.folder), stack: target.stack };
  const lines = locks.map((lock) => say().kernel.releasingKilled(describeStateLock(lock)));
  const answers = await engineAnswers(engine);
  const release = answers ? await holdLock(on, (line) => lines.push(line), ownerIsGone) : () => undefined;
  try {
    for (const line of lines) report(line);
    if (locks.length > 0) await pulumi(target, ["cancel", "--yes"]);
    // Where the lock of the state is not seen, what is being made may be that of an update which runs.
    if (answers && state !== undefined) await finishPending(target, report, engine);
    if (answers) await whileHeld?.();
  } finally {
    release();
  }
  return answers;
}

/** Removes what a kill left unfinished beside the states of a project: without it the CLI reads none of them. */
export async function repairNotes({ folder, stack, env }: StackTarget, report: Report): Promise<void> {
  const state = stateFolder(env["PULUMI_BACKEND_URL"]);
  const damaged = state === undefined ? 0 : await removeDamagedNotes(state, projectName(folder), stack);
  if (damaged > 0) report(say().kernel.removedNotes(damaged));
}

function engineAnswers(engine: Engine): Promise<boolean> {
  const asked = engine.info().then(() => true);
  return ifAnswered(asked, () => false);
}

/**
 * Takes the lock on the engine too, which may be one that a killed command left. One that cannot be made, on a full disk, is not needed: none is
 * held by another.
 *
 * @returns releases it
 */
async function holdLock(on: StackOnEngine, report: Report, ownerIsGone: boolean): Promise<() => void> {
  const nothing = () => undefined;
  const found = await readLock(on).catch((error: Error) => {
    // It may be that of an update which runs.
    throw new UserError(say().kernel.unreadableLock({ stack: on.stack, why: error.message }));
  });
  if (found !== undefined && found !== "foreign") {
    if (found.id === process.env[lockVariable]) return nothing;
    if (ownerIsGone && isAlive(found.owner) === undefined) {
      report(say().kernel.releasingGone(describeLock(found)));
      await removeLock(on, found.id);
    }
  }
  const mine = { owner: ownerOf(process.pid), command: "npm run unlock", since: new Date() };
  const taken = await takeLock(on, mine, report).catch(() => undefined);
  if (taken === undefined) return nothing;
  if (taken.refused) throw new UserError(taken.refused);
  return releaseAtExit(on, taken.id);
}
