import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../messages/say";
import { startDetached } from "../components/engine/process";
import { lastLines, systemPath } from "./host";
import { dataDir } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";

/** Where a Docker daemon that we start keeps what is its own. */
export interface DaemonSetup {
  /** Address that our calls of docker use. Default: none, so docker's own (DOCKER_HOST, context, /var/run/docker.sock). */
  address?: string;
  /** Written by dockerd itself. The usual place, so that a second daemon on the same data refuses to start. */
  pidFile: string;
  /** dockerd's run-time folder; holds the pid file of its containerd. */
  execRoot: string;
  /** Takes its log. */
  logFile: string;
  /** What is run. Default `dockerd` alone, which reads /etc/docker/daemon.json as always; must become dockerd by exec. */
  command?: [string, ...string[]];
}

/** The machine's one engine. */
export function defaultDaemon(): DaemonSetup {
  return {
    pidFile: "/var/run/docker.pid",
    execRoot: "/var/run/docker",
    logFile: dataDir("engine", "dockerd.log"),
  };
}

/**
 * In the environment of each daemon that we start (its containerd inherits it), with the log file's path as value.
 * Unlike a pid file of our own it cannot be left over, name a process that took an old number, or be lost in between.
 */
const marker = "PULUMI_WEB_SYSTEMS_ENGINE";

/** The pid of a living process named in a pid file, if it is the program expected. */
function livingPid(pidFile: string, program: string): number | undefined {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8").trim()) : NaN;
  return Number.isInteger(pid) && pid > 0 && programOf(pid) === program ? pid : undefined;
}

/** Name of a running program; undefined when it is gone, or a zombie whose parent has not collected it. */
function programOf(pid: number): string | undefined {
  try {
    const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state === "Z" || state === "X" ? undefined : name;
  } catch {
    return undefined;
  }
}

const containerdFile = (setup: DaemonSetup) => join(setup.execRoot, "containerd", "containerd.pid");

/** The pid of the daemon, also of one that another program started. */
export const daemonPid = (setup: DaemonSetup) => livingPid(setup.pidFile, "dockerd");

/** The pids of a daemon and its containerd that we started: none, one or both of them. */
export function ownPids(setup: DaemonSetup): number[] {
  const pids = [daemonPid(setup), livingPid(containerdFile(setup), "containerd")];
  return pids.filter((pid) => pid !== undefined).filter((pid) => hasMarker(pid, setup));
}

function hasMarker(pid: number, setup: DaemonSetup): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(`${marker}=${setup.logFile}`);
  } catch {
    return false;
  }
}

/**
 * Starts dockerd in a session of its own, so that it outlives this program. Pid files that a killed engine left
 * are removed first: dockerd takes any process that has the number for a living predecessor, and refuses to start.
 *
 * @returns its pid.
 */
export async function startDaemon(setup: DaemonSetup): Promise<number> {
  if (!daemonPid(setup)) rmSync(setup.pidFile, { force: true });
  if (!livingPid(containerdFile(setup), "containerd")) rmSync(containerdFile(setup), { force: true });
  mkdirSync(dirname(setup.logFile), { recursive: true, mode: 0o700 });
  // One earlier log is enough to see why an engine ended.
  if (existsSync(setup.logFile) && statSync(setup.logFile).size > 0)
    renameSync(setup.logFile, `${setup.logFile}.1`);
  const log = openSync(setup.logFile, "a", 0o600);
  const env = { ...process.env, PATH: systemPath, [marker]: setup.logFile };
  const [program, ...args] = setup.command ?? ["dockerd"];
  const child = startDetached(program, args, { cwd: "/", env, stdio: ["ignore", log, log] });
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once("error", ({ message }) => reject(new UserError(say().toolchain.engine.notStarted(message))));
    child.once("spawn", () => resolve(child.pid!));
  });
}

/** Whether a process that startDaemon() returned still runs. */
export const isRunning = (pid: number) => programOf(pid) !== undefined;

/** The last lines of the daemon's log. */
export function daemonLog(setup: DaemonSetup, lines = 12): string {
  return existsSync(setup.logFile)
    ? lastLines(readFileSync(setup.logFile, "utf8"), lines)
    : `  ${say().toolchain.engine.noLog}`;
}

/**
 * Ends processes and waits until they are gone.
 *
 * @returns those that still run after the time given.
 */
export async function endAll(pids: number[], ms: number): Promise<number[]> {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // Gone in the meantime, which is what was wanted.
    }
  }
  const until = Date.now() + ms;
  while (pids.some(isRunning) && Date.now() < until) await sleep(100);
  return pids.filter(isRunning);
}
