import type { Command } from "../operations/commands";
import type { Messages } from "../messages/en";
import { say } from "../messages/say";
import { UserError } from "../components/engine/user-error";

type Options = () => Record<string, string>;

/** One whose texts are asked of the catalogue when they are shown. */
function command(
  name: keyof Messages["toolchain"]["commands"],
  { forms, options = () => ({}), example }: { forms: [string]; options?: Options; example: string },
  work: Pick<Command, "looks" | "run">,
): Command {
  return {
    get about() {
      return say().toolchain.commands[name];
    },
    usage: {
      forms,
      get options() {
        return options();
      },
      example,
    },
    ...work,
  };
}

const system: Options = () => ({ SYSTEM: say().toolchain.options.system });

/** The npm scripts of this repository, besides the commands for operators. Each is loaded only when it is asked for. */
export const ownCommands: Record<string, Command> = {
  start: command(
    "start",
    { forms: ["[SYSTEM]"], options: system, example: "order-system" },
    { run: async (args) => (await import("./start")).start(args) },
  ),
  stop: command(
    "stop",
    {
      forms: ["[SYSTEM] [--volumes]"],
      options: () => ({ ...system(), "--volumes": say().toolchain.options.volumes }),
      example: "order-system",
    },
    { run: async (args) => (await import("./stop")).stop(args) },
  ),
  env: command(
    "env",
    { forms: [""], example: "" },
    { looks: true, run: alone("env", async () => (await import("./env")).printEnvironment()) },
  ),
  check: command(
    "check",
    { forms: [""], example: "" },
    { run: alone("check", async () => (await import("./check")).check()) },
  ),
  test: command(
    "test",
    {
      forms: ["[FILE|FOLDER …] [MOCHA'S OPTIONS]"],
      options: () => ({
        "FILE|FOLDER": say().toolchain.options.file,
        "MOCHA'S OPTIONS": say().toolchain.options.mocha,
      }),
      example: "test/docker/reference.test.ts",
    },
    { run: async (args) => (await import("./test")).test(args) },
  ),
};

/** A command that takes no words and no options. */
function alone(name: string, work: () => Promise<void>): Command["run"] {
  return async (args) => {
    const call = `npm run ${name}`;
    if (args.length > 0)
      throw new UserError({
        what: say().toolchain.takesNo({ command: call, args }),
        details: [say().usage.line(call)],
      });
    await work();
  };
}

/** How npm starts a command, before its first word: `start`, `stop` and `test` need no `run`. */
export const npmCall = (name: string) =>
  `npm ${["start", "stop", "test"].includes(name) ? name : `run ${name}`} --`;
