import { setTimeout as pause } from "node:timers/promises";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import { ensureEmptyImage, emptyImage } from "../engine/empty-image";
import { ifAnswered, type Engine } from "../engine/engine";
import { finishNow } from "../engine/process";
import { withEngine } from "../engine/with-engine";
import { describeLock, lockLabels, lockName, parseLock, remedyFor, type StackLock } from "./lock";
import { isAlive, type Owner } from "../engine/owner";

/** A lock that is held; or why it is not, and what to do. */
export type Taken = { id: string; refused?: undefined } | { refused: Problem };

/** What the engine answers to who would make a container of an image that is not there, or whose name is taken; or remove what is being removed. */
const [noSuchImage, conflict] = [404, 409];

/** How often a lock is looked at that others release or take over meanwhile, and after how many milliseconds again. */
const [attempts, moment] = [20, 200];

/**
 * Takes the lock of a stack: a container of its engine that never runs, because there every machine and every state backend sees it, and
 * the engine lets one alone have the name. The lock of an owner that is gone is taken over.
 *
 * @param report told of a lock that is taken over
 * @throws Error when the engine does not answer
 */
export function takeLock(
  on: StackOnEngine,
  { owner, command, since }: { owner: Owner; command: string; since: Date },
  report: (line: string) => void,
): Promise<Taken> {
  const lock = { owner, command, since: since.toISOString().replace(/\.\d+/, "") };
  return withEngine(on.environment, (engine) => take(on, lock, engine, report));
}

async function take(
  on: StackOnEngine,
  lock: Omit<StackLock, "id">,
  engine: Engine,
  report: (line: string) => void,
): Promise<Taken> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const id = await create(on, lock, engine);
    if (id !== undefined) return { id };
    const found = await read(on, engine);
    // It was released between the two, or is being created: a busy engine keeps the name for a moment before it shows the container.
    if (found === undefined) {
      await pause(moment);
      continue;
    }
    if (found === "foreign") return { refused: say().lock.foreign({ name: lockName(on), ...on }) };
    const alive = isAlive(found.owner);
    if (alive !== false) return { refused: held(on.stack, found) };
    report(say().lock.takingOver(describeLock(found, alive)));
    await remove(found.id, engine);
  }
  return { refused: say().lock.changesHands() };
}

/** The lock of a stack; `foreign` when its name is taken by something that is no lock of this stack; undefined when there is none. */
export function readLock(on: StackOnEngine): Promise<StackLock | "foreign" | undefined> {
  return withEngine(on.environment, (engine) => read(on, engine));
}

async function read(on: StackOnEngine, engine: Engine): Promise<StackLock | "foreign" | undefined> {
  const found = await engine.container(lockName(on));
  return found && (parseLock(on, found.id, found.labels) ?? "foreign");
}

/** Removes a lock by its id, so that never the one of who took it meanwhile is meant. */
export function removeLock({ environment }: StackOnEngine, id: string): Promise<void> {
  return withEngine(environment, (engine) => remove(id, engine));
}

function remove(id: string, engine: Engine): Promise<void> {
  return ifAnswered(engine.remove(id), (failed) => {
    // Another removes it.
    if (failed.status !== conflict) throw failed;
  });
}

/**
 * The same where nothing can be waited for: while a process ends. So it is the `docker` command's, which can be waited for without an event loop;
 * a connection of Node.js cannot.
 */
export function removeLockNow({ environment }: StackOnEngine, id: string): void {
  finishNow("docker", ["rm", "--volumes", id], { environment, timeout: 15, apart: true });
}

/** What is said to those who come while a lock is held. */
export function held(stack: string, lock: StackLock): Problem {
  return say().lock.held({ stack, owner: describeLock(lock), remedy: remedyFor(lock, stack) });
}

/** @returns its id; undefined when there is a lock already */
async function create(
  on: StackOnEngine,
  lock: Omit<StackLock, "id">,
  engine: Engine,
): Promise<string | undefined> {
  const config = {
    ...{ Image: emptyImage, Cmd: ["lock"], Labels: lockLabels(on, lock) },
    HostConfig: { NetworkMode: "none" },
  };
  const once = () => engine.create(lockName(on), config);
  const made = ifAnswered(once(), async (failed) => {
    if (failed.status !== noSuchImage) throw failed;
    await ensureEmptyImage(engine);
    return once();
  });
  return ifAnswered(made, (failed) => {
    // One alone has the name.
    if (failed.status !== conflict) throw failed;
    return undefined;
  });
}
