import { commands, runCommand } from "../../operations/commands";
import { npmCall, ownCommands } from "../../toolchain/commands";

/**
 * A program of its own, because commands are loaded as by the entry of the toolchain: prints as JSON what each command says of the arguments that
 * this was given.
 *
 * @example node --import tsx test/support/refusals.ts --no-such-option
 */
async function main(args: string[]): Promise<void> {
  const every = { ...commands, ...ownCommands };
  const said: Record<string, string> = {};
  for (const [name, command] of Object.entries(every)) {
    // It hands what it is given to mocha.
    if (name === "test") continue;
    said[name] = await runCommand(npmCall(name), command, args).then(
      () => "it ran",
      (error: Error) => `${error.constructor.name}: ${error.message}`,
    );
  }
  console.log(JSON.stringify(said));
}

void main(process.argv.slice(2));
