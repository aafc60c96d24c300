import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../support/program";
import { below } from "../support/processes";
import type { Drawn, FaultName } from "./draw";
import type { ChaosSystem } from "./system";

/** How a command ended under a fault. */
export interface Ended {
  said: string;
  /** Undefined: a signal ended it. */
  code: number | undefined;
  seconds: number;
  /** Seconds after its start at which the fault came; undefined when it had ended before. */
  faultAt?: number;
}

/** Runs a command, and lets the fault come at its moment. @param usual seconds that such a command takes */
export async function underFault(
  system: ChaosSystem,
  [file = "", ...args]: string[],
  { fault, moment, hours }: Drawn,
  usual: number,
): Promise<Ended> {
  const began = Date.now();
  const since = () => (Date.now() - began) / 1000;
  const clock = { NODE_OPTIONS: `--require ${join(__dirname, "clock.cjs")}`, CLOCK_HOURS: String(hours) };
  const child = spawn(file, args, {
    cwd: file === "pulumi" ? system.project.folder : root,
    env: { ...process.env, ...system.env, ...(fault === "clock" && clock) },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal gives to a command.
    detached: true,
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(child, "exit");
  const result: Partial<Ended> = {};
  let afterwards: (() => void) | undefined;
  if (fault !== "none" && fault !== "clock") {
    await Promise.race([ended, sleep(moment * usual * 1000)]);
    if (runs(child)) {
      result.faultAt = since();
      afterwards = await strike(system, child, fault);
    }
  }
  const late = setTimeout(() => killTree(child.pid ?? 0), 240_000);
  if (runs(child)) await ended;
  clearTimeout(late);
  afterwards?.();
  return { ...result, said, code: child.exitCode ?? undefined, seconds: since() };
}

const runs = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

/** @returns what ends the fault */
async function strike(
  { engine }: ChaosSystem,
  child: ChildProcess,
  fault: Exclude<FaultName, "none" | "clock">,
): Promise<(() => void) | undefined> {
  switch (fault) {
    case "SIGKILL":
      killTree(child.pid ?? 0);
      return undefined;
    case "SIGTERM":
    case "SIGHUP":
      // As a terminal that is closed does: to the whole group.
      process.kill(-(child.pid ?? 0), fault);
      return undefined;
    case "engine restart":
      await engine.restart("SIGTERM");
      return undefined;
    case "engine killed":
      await engine.restart("SIGKILL");
      return undefined;
    case "full disk":
      return engine.fill();
  }
}

/** The command and all that it started, at once: as a machine that loses its power. */
function killTree(pid: number): void {
  for (const one of below(pid)) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It ended before.
    }
  }
}
