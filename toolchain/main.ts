import { say } from "../messages/say";
import { commands, runCommand } from "../operations/commands";
import { outliveReaders } from "../operations/kernel/closed-output";
import { untilDone } from "../operations/kernel/fail";
import { UserError } from "../components/engine/user-error";
import { asksForHelp } from "../operations/usage";
import { npmCall, ownCommands } from "./commands";

const [name = "", ...args] = process.argv.slice(2);
const command = ownCommands[name] ?? commands[name];
outliveReaders(command?.looks === true || asksForHelp(args), args);
untilDone(
  command
    ? runCommand(npmCall(name), command, args)
    : Promise.reject(new UserError(say().toolchain.unknownCommand(name))),
);
