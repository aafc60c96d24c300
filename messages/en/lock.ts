import { ours } from "../command";
import type { Problem } from "../problem";

/** What is said of the lock of a stack. */
export const lock = {
  described: (held: {
    command: string;
    who: string;
    pid: number;
    alive: boolean | undefined;
    since: string;
  }) => {
    const { command, who, pid, alive, since } = held;
    const life = alive === undefined ? "" : alive ? ", still running" : ", no longer running";
    return `${command} of ${who}, process ${pid}${life}, since ${since}`;
  },
  /** @param interrupt process that ends when it is asked to; unset: it does so at once or when it is done, and nothing is said of it */
  wait: ({ who, mayAsk, interrupt }: { who: string; mayAsk: boolean; interrupt?: number }) => {
    const ask = `ask ${who}${mayAsk ? " (the command may be waiting for a confirmation)" : ""}`;
    const orKill = interrupt === undefined ? "" : `; kill -INT ${interrupt} lets it finish its step and end`;
    return `wait until it ends, or ${ask}${orKill}`;
  },
  askFirst: ({ who, command, pid, stack }: { who: string; command: string; pid: number; stack: string }) =>
    `ask ${who} whether ${command} still runs there (ps ${pid}). Only if it does not: ${ours("unlock --")} --stack ${stack} --owner-is-gone`,
  /** @param owner as `described` says it @param remedy as `wait` or `askFirst` says it, or a command */
  held: ({ stack, owner, remedy }: { stack: string; owner: string; remedy: string }): Problem => ({
    what: `Stack ${stack} is being changed: ${owner}.`,
    fix: remedy,
  }),
  takingOver: (owner: string) => `taking over the lock of a command that was killed: ${owner}`,
  changesHands: (): Problem => ({
    what: "The lock of the stack keeps changing hands.",
    fix: "wait until the other commands have finished",
  }),
  foreign: ({ name, stack, system }: { name: string; stack: string; system: string }): Problem => ({
    what: `The name ${name} is taken by a container that is not the lock of stack ${stack} of ${system}.`,
    fix: "rename that container, or choose another name for the stack",
  }),
  wouldBeRefused: "pulumi up would be refused now.",
  notTaken: ({ stack, message }: { stack: string; message: string }): Problem => ({
    what: `The lock of stack ${stack} cannot be taken: ${message}`,
    fix: `see what the engine reports above; ${ours("doctor")} checks its disk and its state`,
  }),
};
