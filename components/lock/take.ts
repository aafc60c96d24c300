import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { ensureEmptyImage, emptyImage } from "../engine/empty-image";
import { docker } from "../engine/docker";
import { withEngine } from "../engine/with-engine";
import { finishNow } from "../engine/process";
import { describeLock, lockLabels, lockName, parseLock, remedyFor, type StackLock } from "./lock";
import { isAlive, type Owner } from "../engine/owner";

/** A lock that is held; or why it is not, and what to do. */
export type Taken = { id: string; refused?: undefined } | { refused: Problem };

/** How often a lock is looked at that others release or take over meanwhile. */
const attempts = 10;

/**
 * Takes the lock of a stack: a container of its engine that never runs, because there every machine and every state backend sees it, and
 * the engine lets one alone have the name. The lock of an owner that is gone is taken over.
 *
 * @param report told of a lock that is taken over
 * @throws Error when the engine does not answer
 */
export async function takeLock(
  on: StackOnEngine,
  { owner, command, since }: { owner: Owner; command: string; since: Date },
  report: (line: string) => void,
): Promise<Taken> {
  const lock = { owner, command, since: since.toISOString().replace(/\.\d+/, "") };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const id = await create(on, lock);
    if (id !== undefined) return { id };
    const found = await readLock(on);
    // It was released between the two.
    if (found === undefined) continue;
    if (found === "foreign") return { refused: say().lock.foreign({ name: lockName(on), ...on }) };
    const alive = isAlive(found.owner);
    if (alive !== false) return { refused: held(on.stack, found) };
    report(say().lock.takingOver(describeLock(found, alive)));
    await removeLock(on, found.id);
  }
  return { refused: say().lock.changesHands() };
}

/** The lock of a stack; `foreign` when its name is taken by something that is no lock of this stack; undefined when there is none. */
export async function readLock(on: StackOnEngine): Promise<StackLock | "foreign" | undefined> {
  const format = "{{.Id}} {{json .Config.Labels}}";
  try {
    const text = await docker(
      on.environment,
      "inspect",
      "--type",
      "container",
      "--format",
      format,
      lockName(on),
    );
    const space = text.indexOf(" ");
    const labels = JSON.parse(text.slice(space + 1)) as Record<string, string> | null;
    return parseLock(on, text.slice(0, space), labels ?? {}) ?? "foreign";
  } catch (error) {
    if (/no such (container|object)/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** Removes a lock by its id, so that never the one of who took it meanwhile is meant. */
export async function removeLock({ environment }: StackOnEngine, id: string): Promise<void> {
  await docker(environment, "rm", "--volumes", id).catch((error: Error) => {
    if (!/no such container|already in progress/i.test(error.message)) throw error;
  });
}

/** The same where nothing can be waited for: while a process ends. */
export function removeLockNow({ environment }: StackOnEngine, id: string): void {
  finishNow("docker", ["rm", "--volumes", id], { environment, timeout: 15 });
}

/** What is said to those who come while a lock is held. */
export function held(stack: string, lock: StackLock): Problem {
  return say().lock.held({ stack, owner: describeLock(lock), remedy: remedyFor(lock, stack) });
}

/** @returns its id; undefined when there is a lock already */
async function create(on: StackOnEngine, lock: Omit<StackLock, "id">): Promise<string | undefined> {
  const labels = Object.entries(lockLabels(on, lock)).flatMap(([key, value]) => [
    "--label",
    `${key}=${value}`,
  ]);
  const args = [
    "create",
    "--pull",
    "never",
    "--network",
    "none",
    "--name",
    lockName(on),
    ...labels,
    emptyImage,
  ];
  const once = () => docker(on.environment, ...args, "lock");
  try {
    return await once().catch(async (error: Error) => {
      if (!/no such image|not found/i.test(error.message)) throw error;
      await withEngine(on.environment, ensureEmptyImage);
      return once();
    });
  } catch (error) {
    if (/already in use/i.test((error as Error).message)) return undefined;
    throw error;
  }
}
