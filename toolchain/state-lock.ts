import { existsSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Who holds the lock of a stack on a file backend. */
export interface StateLock {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
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
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .map((text) => parseLock(text, hostname(), isPulumi));
}

/** A lock file that was cut off by a kill counts as one of a process that is gone. */
export function parseLock(text: string, here: string, isAlive: (pid: number) => boolean): StateLock {
  let lock: Partial<StateLock> = {};
  try {
    lock = JSON.parse(text) as Partial<StateLock>;
  } catch {
    // Falls through to the unknown owner below.
  }
  const { pid = 0, username = "unknown", timestamp = "an unknown time" } = lock;
  const host = lock.hostname ?? here;
  return { pid, username, hostname: host, timestamp, alive: host === here ? isAlive(pid) : undefined };
}

/** One line for people. */
export function describeLock(lock: StateLock): string {
  const life = lock.alive === undefined ? "" : lock.alive ? ", still running" : ", gone";
  return `${lock.username} on ${lock.hostname}, process ${lock.pid}${life}, since ${lock.timestamp}`;
}

/**
 * What to do about a lock. Never `pulumi cancel` while the owner may live: it would not stop it, and the next update would run beside it.
 *
 * @param stack for the commands
 */
export function remedyFor(lock: StateLock, stack: string): string {
  if (lock.alive === false) return `npm run unlock -- --stack ${stack}`;
  if (lock.alive)
    return `wait until it ends, or ask ${lock.username}; kill -INT ${lock.pid} lets it finish its step and end. Do not use pulumi cancel now: both would run`;
  return `ask ${lock.username} whether it still runs on ${lock.hostname} (there: ps ${lock.pid}). Only when it does not: npm run unlock -- --stack ${stack} --owner-is-gone`;
}

/** A number is used again by other programs: only a running Pulumi counts. */
function isPulumi(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("pulumi");
}
