import { commands } from "../operations/commands";
import { outliveReaders } from "../operations/kernel/closed-output";
import { fail } from "../operations/kernel/fail";
import { UserError } from "../operations/kernel/report";

/** The npm scripts of this repository, besides the commands for operators. Each is loaded only when it is asked for. */
const own: Record<string, (args: string[]) => Promise<void>> = {
  start: async (args) => (await import("./start")).start(args),
  stop: async (args) => (await import("./stop")).stop(args),
  env: async () => (await import("./env")).printEnvironment(),
  check: async () => (await import("./check")).check(),
  test: async (args) => (await import("./test")).test(args),
};

const [name = "", ...args] = process.argv.slice(2);
const command = own[name] ?? commands[name]?.run;
outliveReaders(name === "env" || commands[name]?.looks === true, args);
(command ? command(args) : Promise.reject(new UserError(`Unknown command "${name}".`))).catch(fail);
