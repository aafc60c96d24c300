#!/usr/bin/env node
import { commands, runCommand } from "./commands";
import { outliveReaders } from "./kernel/closed-output";
import { untilDone } from "./kernel/fail";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { asksForHelp } from "./usage";

/** `web-systems NAME …`: a command for operators. */
async function main([name = "--help", ...args]: string[]): Promise<void> {
  if (["--help", "-h", "help"].includes(name)) return console.log(usage());
  const command = commands[name];
  if (!command) throw new UserError(say().stack.unknownCommand(name, usage()));
  outliveReaders(command.looks === true || asksForHelp(args), args);
  await runCommand(`web-systems ${name}`, command, args);
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return say().stack.commandList(lines).join("\n");
}

untilDone(main(process.argv.slice(2)));
