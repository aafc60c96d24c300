import { ours } from "../command";
import type { Problem } from "../problem";
import { counted, listed } from "./lists";

/** What commands say of their arguments, of the stack that they work on, and before they change it. */
export const stack = {
  usageLine: (usage: string) => `usage: ${usage}`,
  wrongCall: (what: string, usage: string): Problem => ({ what, details: [stack.usageLine(usage)] }),
  unknownCommand: (name: string, usage: string) => `Unknown command "${name}".\n${usage}`,
  commandList: (commands: string[]) => [
    "usage: web-systems COMMAND …",
    ...commands,
    "",
    "Run 'web-systems COMMAND --help' for the usage of a command.",
  ],
  noDatabase: (at: { stack: string; system: string; endpoint: string }): Problem => ({
    what: `Stack ${at.stack} of ${at.system} has no database on ${at.endpoint}.`,
    fix: "pulumi up creates it; --stack NAME chooses another stack",
  }),
  whichDatabase: (name: string, databases: string[]): Problem => ({
    what: `Which database of stack ${name}? It has: ${listed(databases)}.`,
    fix: "add --database NAME",
  }),
  noSuchDatabase: (at: { stack: string; wanted: string; databases: string[] }): Problem => ({
    what: `Stack ${at.stack} has no database called ${at.wanted}. It has: ${listed(at.databases)}.`,
    fix: "name one of them with --database",
  }),
  withoutBackups: (container: string, name: string): Problem => ({
    what: `The container ${container} was created by a version without backups.`,
    fix: `pulumi up --stack ${name}`,
  }),
  selectionUnreadable: (said: string, fix: string): Problem => ({
    what: `The selected stack cannot be determined: ${said}`,
    fix,
  }),
  noneSelected: (stacks: string[]): Problem => ({
    what: "Which stack? None is selected.",
    fix: `add --stack NAME (there are stack files for: ${listed(stacks) || "none"})`,
  }),
  noFile: (file: string, stacks: string[]): Problem => ({
    what: `There is no ${file}.`,
    fix: `name a stack that has a file: --stack NAME (there are: ${listed(stacks) || "none"})`,
  }),
  waitingForBackend: (address: string) => `waiting for the state backend at ${address} …`,
  stateUnreadable: (said: string, fix: string | undefined): Problem => ({
    what: `The stack's state cannot be read: ${said}`,
    ...(fix !== undefined && { fix }),
  }),
  badName: (name: string, stacks: string[]): Problem => ({
    what: `--stack: expected the name of a stack, found ${JSON.stringify(name)}; nothing was changed.`,
    fix: `name one, such as one with a stack file: ${listed(stacks) || "none"}`,
  }),
  hostUnreadable: (key: string): Problem => ({
    what: `The setting ${key} is encrypted and cannot be read, so which engine the stack is on is not known; nothing was changed.`,
    fix: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of the stack",
  }),
  configUnreadable: (name: string, said: string): Problem => ({
    what: `The configuration of stack ${name} takes values from Pulumi ESC, which cannot be read; nothing was changed.`,
    details: [said],
    fix: `make this work: pulumi config --stack ${name}`,
  }),
  changing: {
    updated: (name: string) => `Stack ${name} is locked by an update; nothing was changed.`,
    refused: (command: string, details: string[]): Problem => ({
      what: `${command} is refused; nothing was changed.`,
      details,
    }),
    lockUnreadable: (why: string, endpoint: string | undefined): Problem => ({
      what: "The lock of the stack cannot be read; nothing was changed.",
      details: [why],
      fix: endpoint === undefined ? "start the Docker engine" : `start the Docker engine at ${endpoint}`,
    }),
    othersWait: "Until you answer, all other changes to this stack are refused.",
    noTerminal: (): Problem => ({
      what: "Nothing was changed: there is no terminal to ask on.",
      fix: "add --yes",
    }),
    notConfirmed: "Nothing was changed.",
  },
  unlock: {
    recordContainers: (count: number) =>
      `removed ${counted(count, "container")} left from writing the record of a release`,
    folders: (count: number) =>
      `removed ${counted(count, "temporary folder")} of processes that no longer run`,
    notStopped: (why: string) => `What a cut-off update may have started was not stopped: ${why}`,
    notChecked: (name: string, backend: string | undefined): Problem => ({
      what: `Not checked: the lock of the state of stack ${name}, and what a cut-off update began: its backend is ${backend ?? "unknown"}.`,
      fix: `pulumi up says who holds that lock; only if that update no longer runs: pulumi cancel --stack ${name}`,
    }),
    notAnswering: (): Problem => ({
      what: "The engine of the stack does not answer: its lock there, and what a cut-off update left, were neither checked nor changed.",
      fix: `once it does, run ${ours("unlock")} again`,
    }),
    done: (name: string, isSeen: boolean) =>
      `Stack ${name} can be updated again${isSeen ? "" : ", unless its backend holds a lock"}: pulumi up --refresh --stack ${name}`,
    notLocked: (name: string, isSeen: boolean) =>
      isSeen
        ? `Stack ${name} is not locked, and nothing was cut off.`
        : `Stack ${name} is not locked on its engine.`,
  },
  verify: {
    noChecks: (name: string, system: string): Problem => ({
      what: `Stack ${name} of ${system} has no checks that this command can find.`,
      fix: "run 'pulumi up' once; index.ts needs a Verification",
    }),
    columns: ["GROUP", "CHECK", "RESULT", "SECONDS"],
    failed: "failed",
    passed: "passed",
    mismatch: (expected: string, found: string) => `expected ${expected}, found ${found}`,
  },
  administrator: {
    noTerminal: "without a terminal, add --generate or --password-stdin",
    oneOf: "--generate and --password-stdin cannot be used together",
    none: (name: string, system: string): Problem => ({
      what: `Stack ${name} of ${system} has no administrator that this command can create.`,
      fix: "run 'pulumi up' once; index.ts needs an Administrator",
    }),
    notCreated: (said: string): Problem => ({
      what: "The administrator was not created; nothing was changed.",
      details: [said],
    }),
    generated: (user: string, password: string) =>
      `Password of ${user}, shown only now and stored nowhere: ${password}`,
    userName: (proposed: string) => `User name of the administrator [${proposed}]: `,
    password: "Password:",
    onceMore: "Once more:",
    different: "The two passwords differ; nothing was changed.",
  },
};
