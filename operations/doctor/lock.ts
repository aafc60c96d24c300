import { describeLock, remedyFor } from "../../components/lock/lock";
import { isAlive } from "../../components/engine/owner";
import { readLock } from "../../components/lock/take";
import { say } from "../../messages/say";
import { describeStateLock, remedyForStateLock, stateLocks } from "../kernel/state-lock";
import { stateFolder } from "../kernel/state-file";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Who holds the lock of the state or of the stack on its engine, whether they live, and what to do. */
export async function lock(context: Context): Promise<Finding[]> {
  const { ok } = findings("lock");
  const { backend, system, stack } = context;
  const folder = stateFolder(backend);
  const held = [...(folder === undefined ? [] : ofState(folder, system, stack)), ...(await ofStack(context))];
  if (held.length > 0) return held;
  const { free, freeOnEngine } = say().doctor.lock;
  return [ok(folder === undefined ? freeOnEngine : free)];
}

function ofState(folder: string, system: string, stack: string): Finding[] {
  const { warning, problem } = findings("lock");
  const { held } = say().doctor.lock;
  return stateLocks(folder, system, stack).map((each) =>
    (each.alive ? warning : problem)(held(describeStateLock(each)), remedyForStateLock(each, stack)),
  );
}

async function ofStack(context: Context): Promise<Finding[]> {
  const { warning, problem } = findings("lock");
  const words = say().doctor.lock;
  const found = await readLock(context).catch((error: Error) => error);
  if (found instanceof Error) return [warning(words.unreadable(found.message))];
  if (found === undefined) return [];
  if (found === "foreign") return [problem(words.foreign)];
  const alive = isAlive(found.owner);
  const verdict = alive ? warning : problem;
  return [verdict(words.held(describeLock(found, alive)), remedyFor(found, context.stack, alive))];
}
