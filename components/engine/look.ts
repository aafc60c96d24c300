import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { commandOf, type ScriptArgs } from "./script";
import { UserError } from "./user-error";

/**
 * Runs a script that only looks, when the program runs and not as a resource, and gives what it printed. Nothing is printed when the update
 * is ending because something else failed: the engine cuts the look off then, and what failed has its own message.
 *
 * @param after what must be done first
 */
export function look(
  { variables, ...args }: Pick<ScriptArgs, "file" | "host" | "variables">,
  after: pulumi.Resource[] = [],
): pulumi.Output<string> {
  const done = pulumi.all(after.map(({ urn }) => urn));
  return pulumi.all([pulumi.all(variables), done]).apply(async ([plain]) => {
    try {
      const command = commandOf({ ...args, variables: plain });
      // What it prints is for the program, not for people.
      const logging = local.Logging.None;
      return (await local.run({ ...command, command: 'eval "$SCRIPT"', logging })).stdout;
    } catch (error) {
      const { message } = error as Error;
      if (/connection is closing|cancell?ed|unavailable|terminat/i.test(message)) return "";
      throw new UserError(say().engine.lookFailed({ script: args.file.join("/"), message }));
    }
  });
}
