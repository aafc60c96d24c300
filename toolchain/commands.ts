import type { Command } from "../operations/commands";
import { UserError } from "../components/engine/user-error";

const system = { SYSTEM: "a folder of examples/; default: the reference system, proxy-system" };

/** The npm scripts of this repository, besides the commands for operators. Each is loaded only when it is asked for. */
export const ownCommands: Record<string, Command> = {
  start: {
    about: "everything from a fresh clone to a system that serves",
    usage: { forms: ["[SYSTEM]"], options: system, example: "order-system" },
    run: async (args) => (await import("./start")).start(args),
  },
  stop: {
    about: "remove the containers and networks of npm start; volumes with data, backups and releases stay",
    usage: {
      forms: ["[SYSTEM] [--volumes]"],
      options: { ...system, "--volumes": "remove the volumes too, and all data in them" },
      example: "order-system",
    },
    run: async (args) => (await import("./stop")).stop(args),
  },
  env: {
    about: "shell exports for running pulumi on the stack of npm start",
    usage: { forms: [""], options: {}, example: "" },
    looks: true,
    run: alone("env", async () => (await import("./env")).printEnvironment()),
  },
  check: {
    about: "types, lint, shell, format, unit tests and golden files, without Docker and Pulumi",
    usage: { forms: [""], options: {}, example: "" },
    run: alone("check", async () => (await import("./check")).check()),
  },
  test: {
    about: "set the machine up and run every test, or those that are named",
    usage: {
      forms: ["[FILE|FOLDER …] [MOCHA'S OPTIONS]"],
      options: {
        "FILE|FOLDER": "only these tests",
        "MOCHA'S OPTIONS": "such as --grep TEXT, after at least one file or folder",
      },
      example: "test/docker/reference.test.ts",
    },
    run: async (args) => (await import("./test")).test(args),
  },
};

/** A command that takes no words and no options. */
function alone(name: string, work: () => Promise<void>): Command["run"] {
  return async (args) => {
    if (args.length > 0)
      throw new UserError(`npm run ${name} takes no ${args.join(" ")}\n  usage: npm run ${name}`);
    await work();
  };
}

/** How npm starts a command, before its first word: `start`, `stop` and `test` need no `run`. */
export const npmCall = (name: string) =>
  `npm ${["start", "stop", "test"].includes(name) ? name : `run ${name}`} --`;
