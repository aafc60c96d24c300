import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../../messages/say";
import type { Report } from "../kernel/report";

/** How often the holder shows that it lives, and how long a silent one is believed. */
const beat = 5_000;
const silence = 60_000;

/** Runs `work` while holding a lock file; waits for another process that holds it, takes it over from a dead one. */
export async function withLock<T>(file: string, report: Report, work: () => Promise<T>): Promise<T> {
  let waited = false;
  while (!take(file)) {
    const owner = ownerOf(file);
    if (owner === undefined) {
      rmSync(file, { force: true });
    } else {
      if (!waited) report(say().toolchain.pulumi.othersBuild(owner));
      waited = true;
      await sleep(1_000);
    }
  }
  const heart = setInterval(() => touch(file), beat);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    rmSync(file, { force: true });
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Someone emptied the cache; the work itself will say so.
  }
}

/** Creates the lock file; false when it exists. */
function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The process that holds the lock, if it lives: its pid exists and, as pids are used again, it beats. */
function ownerOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8"));
    const age = Date.now() - statSync(file).mtimeMs;
    if (age > silence) return undefined;
    // Between creating the file and writing the pid into it, it is empty.
    if (!pid) return age < beat ? 0 : undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM" ? -1 : undefined;
  }
}
