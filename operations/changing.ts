import { problemLines } from "../messages/render";
import type { StackOnEngine } from "../components/engine/stack-on-engine";
import { parseArgs } from "node:util";
import { lockVariable } from "../components/lock/lock";
import { ownerOf } from "../components/engine/owner";
import { readLock, takeLock } from "../components/lock/take";
import { releaseAtExit } from "../components/lock/while-it-runs";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { stateFolder } from "./kernel/state-file";
import { describeStateLock, remedyForStateLock, stateLocks } from "./kernel/state-lock";
import { findContext, type Context } from "./context/context";
import { stackOptions } from "./stack";

/** What is changed: a stack, its engine and, where it is known, its state. */
export interface Changed extends StackOnEngine {
  /** Address of the state's backend. The lock of a file backend is looked at too: an update holds it until its last step. */
  backend?: string | undefined;
}

/** Runs work that changes a stack, with its lock. */
export type Work<T> = (env: Record<string, string>) => Promise<T>;

/**
 * Holds the lock of a stack while something changes it, and releases it whatever happens. Within such work it is held already.
 *
 * @param command what others are told that runs: `npm run restore`
 * @param work gets the environment by which a `pulumi up` that it runs knows the lock for its own; this process has it too
 * @throws UserError that says who holds the lock, since when, and what to do; nothing has been changed then
 */
export async function changing<T>(target: Changed, command: string, work: Work<T>): Promise<T> {
  const handed = process.env[lockVariable];
  if (handed !== undefined) {
    const found = await askEngine(target, () => readLock(target));
    if (found !== undefined && found !== "foreign" && found.id === handed)
      return work({ [lockVariable]: handed });
  }
  refuseWhileUpdated(target);
  const owner = ownerOf(process.pid);
  const taken = await askEngine(target, () =>
    takeLock(target, { owner, command, since: new Date() }, (line) => console.error(line)),
  );
  if (taken.refused) throw new UserError(say().stack.changing.refused(command, problemLines(taken.refused)));
  const release = releaseAtExit(target, taken.id);
  const env = { [lockVariable]: taken.id };
  Object.assign(process.env, env);
  try {
    // An update that had ended its program before, and still removes what it replaced.
    refuseWhileUpdated(target);
    return await work(env);
  } finally {
    release();
    delete process.env[lockVariable];
  }
}

/**
 * A command that changes the stack which its arguments name, as one that holds the lock meanwhile.
 *
 * @param name as npm knows it
 * @param refuse throws what is wrong with the arguments, before the lock is taken: a mistake is reported also while another command holds it
 */
export function withLock(
  name: string,
  command: (args: string[], context: Context) => Promise<void>,
  refuse: (args: string[]) => unknown = () => undefined,
): (args: string[]) => Promise<void> {
  return async (args) => {
    refuse(args);
    const { values } = parseArgs({ args, options: stackOptions, strict: false, allowPositionals: true });
    const wanted = typeof values.stack === "string" ? values.stack : undefined;
    const context = await findContext(wanted);
    await changing(context, `npm run ${name}`, () => command(args, context));
  };
}

/** @throws UserError while an update runs, or after one that was cut off: what it left must be cleaned up first */
function refuseWhileUpdated({ backend, system, stack }: Changed): void {
  const folder = stateFolder(backend ?? process.env["PULUMI_BACKEND_URL"]);
  const locks = folder === undefined ? [] : stateLocks(folder, system, stack);
  if (locks.length === 0) return;
  const { fixLine } = say().problem;
  throw new UserError({
    what: say().stack.changing.updated(stack),
    details: locks.flatMap((lock) => [describeStateLock(lock), fixLine(remedyForStateLock(lock, stack))]),
  });
}

async function askEngine<T>({ environment }: Changed, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const why = (error as Error).message;
    throw new UserError(say().stack.changing.lockUnreadable(why, environment["DOCKER_HOST"]));
  }
}
