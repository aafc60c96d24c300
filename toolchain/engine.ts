import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../messages/say";
import {
  daemonLog,
  daemonPid,
  type DaemonSetup,
  defaultDaemon,
  endAll,
  isRunning,
  ownPids,
  startDaemon,
} from "./engine-daemon";
import { advice, type Situation, type Trouble, troubleIn } from "./engine-trouble";
import { aptInstall, hasProgram, type Host, lastLines, outputOf, readHost } from "./host";
import { UserError } from "../components/engine/user-error";
import type { Report } from "../operations/kernel/report";
import { run } from "../operations/kernel/run";

export { checkDisk } from "./disk";

/** A Docker engine that answers. */
export interface Engine {
  /** This call started its process, and stopEngine() would end it. A service of systemd is the machine's, not ours. */
  startedByUs: boolean;
  version: string;
}

/** Time that a started engine has to answer. */
const startMs = 60_000;
/** Time that a stopping engine has: it gives each container its own time to stop, which is 60 s for a database. */
const stopMs = 150_000;

/**
 * Makes sure that a Docker engine answers: uses the one that does; else, on Debian or Ubuntu as root, installs what is
 * missing and starts it. Leaves an engine alone that the user chose with DOCKER_HOST or a context.
 *
 * @throws UserError saying what is wrong and what to do, on any other machine or when it does not start.
 */
export async function ensureEngine(report: Report, setup: DaemonSetup = defaultDaemon()): Promise<Engine> {
  const answer = await ask(setup);
  if (answer.version) return { version: answer.version, startedByUs: false };

  const host = readHost();
  const situation = await look(answer, host, setup);
  // A daemon that already runs may only be starting; its time is waited for before it is called hung.
  const mayStart = !situation.chosen && situation.trouble !== "denied" && host.canInstall;
  if (!mayStart) throw new UserError(advice(situation));

  if (["docker", "dockerd", "iptables"].some((program) => !hasProgram(program))) {
    report(say().toolchain.engine.installing);
    const ifKnown = hasProgram("docker") ? [] : ["docker-cli"];
    await aptInstall({ needed: ["docker.io", "iptables"], ifKnown }, report);
  }
  const pid = await start(host, setup, report);
  const version = await waitForAnswer(setup, pid, report);
  // Of two that start at the same time, one wins; the other uses its engine.
  if (version) return { version, startedByUs: pid !== undefined && pid === daemonPid(setup) };
  const hung = daemonPid(setup);
  if (pid === undefined) throw new UserError(advice({ ...situation, installed: true, hung }));
  const { logFile } = setup;
  throw new UserError(
    say().toolchain.engine.noAnswer({ seconds: startMs / 1000, logFile, log: daemonLog(setup) }),
  );
}

/**
 * Ends the engine, if its process is one that we started, with its containerd and containers, and waits until they
 * are gone.
 *
 * @returns whether there was one to end.
 * @throws UserError when it does not end.
 */
export async function stopEngine(setup: DaemonSetup = defaultDaemon()): Promise<boolean> {
  const pids = ownPids(setup);
  if (pids.length === 0) return false;
  // dockerd first and alone: it needs its containerd to stop the containers, and ends it itself.
  const left = [
    ...(await endAll(pids.slice(0, 1), stopMs)),
    ...(await endAll(ownPids(setup).slice(-1), 15_000)),
  ];
  if (left.length > 0)
    throw new UserError(say().toolchain.engine.notEnded({ pids: left, logFile: setup.logFile }));
  return true;
}

/** Whether the engine answers: its version, or the trouble. */
async function ask(setup: DaemonSetup): Promise<{ version?: string; trouble: Trouble; stderr: string }> {
  if (!hasProgram("docker")) return { trouble: "no-client", stderr: "" };
  const env = setup.address ? { DOCKER_HOST: setup.address } : {};
  const args = ["version", "--format", "{{.Server.Version}}"];
  const { exitCode, stdout, stderr } = await run("docker", args, { reject: false, env, timeout: 15_000 });
  const version = exitCode === 0 ? stdout.trim() : "";
  return version ? { version, trouble: "other", stderr } : { trouble: troubleIn(stderr), stderr };
}

async function look(
  answer: { trouble: Trouble; stderr: string },
  host: Host,
  setup: DaemonSetup,
): Promise<Situation> {
  return {
    ...answer,
    ...host,
    chosen: setup.address ? undefined : await chosenEngine(),
    installed: hasProgram("dockerd"),
    platform: process.platform,
    user: userInfo().username,
  };
}

/** How the user chose an engine other than this machine's usual one, if they did. */
async function chosenEngine(): Promise<string | undefined> {
  if (process.env["DOCKER_HOST"]) return `DOCKER_HOST=${process.env["DOCKER_HOST"]}`;
  if (!hasProgram("docker")) return undefined;
  const { stdout } = await run("docker", ["context", "show"], { reject: false });
  const context = stdout.trim();
  return context && context !== "default" ? `context ${context}` : undefined;
}

/** @returns the pid of the daemon started, or undefined when systemd looks after it or one already runs. */
async function start(host: Host, setup: DaemonSetup, report: Report): Promise<number | undefined> {
  if (daemonPid(setup)) return undefined;
  report(say().toolchain.engine.starting);
  if (!host.systemd) return startDaemon(setup);
  try {
    await run("systemctl", ["start", "docker"]);
  } catch (error) {
    const { stdout } = await run("journalctl", ["-u", "docker", "-n", "12", "--no-pager", "-o", "cat"], {
      reject: false,
    });
    throw new UserError(
      say().toolchain.engine.systemctlFailed({
        said: lastLines(outputOf(error), 3),
        log: lastLines(stdout, 12),
      }),
    );
  }
  return undefined;
}

async function waitForAnswer(
  setup: DaemonSetup,
  pid: number | undefined,
  report: Report,
): Promise<string | undefined> {
  const begin = Date.now();
  while (Date.now() - begin < startMs) {
    const { version } = await ask(setup);
    if (version) return version;
    // Ended early, and not because another one runs (two starts at the same time): no use in waiting.
    if (pid !== undefined && !isRunning(pid) && !daemonPid(setup)) return undefined;
    report(say().toolchain.engine.waiting(Math.round((Date.now() - begin) / 1000)));
    await sleep(300);
  }
  return undefined;
}
