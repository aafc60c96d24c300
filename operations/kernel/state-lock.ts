import { ours } from "../../messages/command";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { ownerOf } from "../../components/engine/owner";
import { say } from "../../messages/say";

/** Who holds the lock of a stack on a file backend. */
export interface StateLock {
  pid: number;
  /** Undefined in a file that was cut off; the time too. */
  username: string | undefined;
  hostname: string;
  timestamp: string | undefined;
  /** Whether that process still runs; undefined when it runs on another machine. */
  alive: boolean | undefined;
}

/**
 * Reads the locks of a stack, as the CLI writes them: one JSON file an owner. An owner that was killed never removes its own.
 *
 * @param state the backend's folder
 */
export function stateLocks(state: string, project: string, stack: string): StateLock[] {
  const folder = join(state, ".pulumi", "locks", "organization", project, stack);
  // Its owner may remove one, and the folder with it, at any moment.
  return (whereThere(() => readdirSync(folder)) ?? [])
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => whereThere(() => readFileSync(join(folder, name), "utf8")) ?? [])
    .map((text) => parseStateLock(text, hostname(), isOwner));
}

/** A lock file that was cut off by a kill counts as one of a process that is gone. */
export function parseStateLock(
  text: string,
  here: string,
  isAlive: (pid: number, since: string | undefined) => boolean,
): StateLock {
  let lock: Partial<StateLock> = {};
  try {
    lock = JSON.parse(text) as Partial<StateLock>;
  } catch {
    // Falls through to the unknown owner below.
  }
  const { pid = 0, username, timestamp } = lock;
  const host = lock.hostname ?? here;
  return {
    pid,
    username,
    hostname: host,
    timestamp,
    alive: host === here ? isAlive(pid, timestamp) : undefined,
  };
}

/** One line for people. */
export function describeStateLock({ username, hostname, pid, alive, timestamp }: StateLock): string {
  return say().kernel.lockOwner({ user: username, host: hostname, pid, alive, since: timestamp });
}

/**
 * What to do about a lock. Never `pulumi cancel` while the owner may live: it would not stop it, and the next update would run beside it.
 *
 * @param stack for the commands
 */
export function remedyForStateLock(lock: StateLock, stack: string): string {
  if (lock.alive === false) return `${ours("unlock --")} --stack ${stack}`;
  const { username: user, hostname: host, pid } = lock;
  return lock.alive
    ? say().kernel.waitForOwner({ user, pid })
    : say().kernel.askOwner({ user, host, pid, stack });
}

/** A clock may have been set a little since a lock was made. */
const tolerance = 60_000;

/**
 * Whether a process is the owner of a lock. Other programs get its number later: only a Pulumi counts, and one that is not younger
 * than the lock.
 *
 * @param since when the lock was made
 */
function isOwner(pid: number, since: string | undefined): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  // Without /proc, or where it hides the processes of others, nothing more is known.
  if (!existsSync(`/proc/${process.pid}`) || !existsSync(`/proc/${pid}`)) return true;
  const [program = ""] = whereThere(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")) ?? [];
  if (basename(program) !== "pulumi") return false;
  const [its, own] = [ownerOf(pid), ownerOf(process.pid)].map(({ started }) => Number(started) * 10);
  const began = performance.timeOrigin + ((its ?? 0) - (own ?? 0));
  // A time that cannot be read says nothing.
  return !(began > Date.parse(since ?? "") + tolerance);
}

/** What is read, undefined when it is no longer there. */
function whereThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
