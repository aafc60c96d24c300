import { ours } from "../command";
import type { Problem } from "../problem";
import { counted } from "./lists";

/** What every command may say: of the project, of the state and its locks, of an engine, of being interrupted. */
export const kernel = {
  nameStack: "name an existing stack: --stack NAME",
  passphrase: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of the stack",
  unfinished: (): Problem => ({
    what: "The command ended before it was finished: a reply that it was waiting for never arrived.",
    fix: `check the stack before you run it again: ${ours("doctor")}`,
  }),
  askDoctor: `${ours("doctor")} checks the engine and the stack`,

  finishingStep: (signal: string) => `${signal}: finishing the current step first.`,
  interrupted: (signal: string) => `Interrupted by ${signal}.`,

  noProject: (folder: string): Problem => ({
    what: `There is no Pulumi.yaml in ${folder}; nothing was changed.`,
    fix: "run this in the folder of a project",
  }),
  unreadableFile: ({ file, why }: { file: string; why: string }) => `${file} cannot be read: ${why}`,
  correctLine: "correct that line",

  otherEngine: ({ engine, known }: { engine: string; known: string[] }) =>
    `This engine is ${engine}; the state belongs to ${known.join(" or ")}.`,
  unknownEngine: ({ engine, count }: { engine: string; count: number }) =>
    count === 1
      ? `This engine, ${engine}, does not have the container that the state knows.`
      : `This engine, ${engine}, has none of the ${count} containers that the state knows.`,
  refusedEngine: ({ trouble, stack }: { trouble: string; stack: string }): Problem => ({
    what: trouble,
    fix: `run the command where the address of stack ${stack} leads to its own engine. Do not refresh here: the state would lose what it knows`,
  }),

  cleaningUp: ({ count, names }: { count: number; names: string[] }) =>
    `cleaning up ${counted(count, "operation that was", "operations that were")} cut off: ${names.join(", ")}`,
  releasingKilled: (who: string) => `releasing the lock of an update that was killed: ${who}`,
  releasingGone: (who: string) => `releasing the lock of an owner that no longer runs: ${who}`,
  removedNotes: (count: number) =>
    `removed ${counted(count, "note")} beside the state, left unfinished by a killed update`,

  lockedByUpdate: ({ stack, who, fix }: { stack: string; who: string; fix: string }): Problem => ({
    what: `Stack ${stack} is locked by another update: ${who}.`,
    fix,
  }),
  unreadableLock: ({ stack, why }: { stack: string; why: string }): Problem => ({
    what: `The lock of stack ${stack} on its engine could not be read; it was not released.`,
    details: [why],
    fix: "run the command again once docker ps works on that engine",
  }),

  /** Who holds a lock of the state. @param alive undefined: on another machine, so not known */
  lockOwner: ({ user, host, pid, alive, since }: LockOwner) =>
    `${user ?? "unknown"} on ${host}, process ${pid}${alive === undefined ? "" : alive ? ", still running" : ", no longer running"}, since ${since ?? "an unknown time"}`,
  waitForOwner: ({ user = "unknown", pid }: Pick<LockOwner, "user" | "pid">) =>
    `wait until it ends, or ask ${user}; kill -INT ${pid} lets it finish its step and end. Do not use pulumi cancel now: both would run`,
  askOwner: ({
    user = "unknown",
    host,
    pid,
    stack,
  }: Omit<LockOwner, "alive" | "since"> & { stack: string }) =>
    `ask ${user} whether it still runs on ${host} (there: ps ${pid}). Only if it does not: ${ours("unlock --")} --stack ${stack} --owner-is-gone`,

  damagedNote: (stack: string) =>
    `a note beside a state may have been cut off by a kill: ${ours("unlock --")} --stack ${stack} removes it. Do not recreate the stack: that would empty its state`,
};

export interface LockOwner {
  user: string | undefined;
  host: string;
  pid: number;
  alive: boolean | undefined;
  since: string | undefined;
}
