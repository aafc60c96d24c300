import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { needles, redact } from "../components/engine/redact";
import { withoutSettings } from "../components/workload/hidden-settings";
import { inContainer } from "../components/verification/in-container";
import { UserError } from "../components/engine/user-error";
import { findStack, readArguments } from "./stack";
import { componentsIn, readState } from "./state";
import { usageOf } from "./usage";

const usage = usageOf("administrator");

/**
 * `npm run administrator`: creates the first administrator of the application. The password is asked for on a terminal, or generated and shown
 * once; it is stored nowhere. When there is an administrator of that name, nothing is changed.
 */
export async function administrator(args: string[]): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const options = { user: { type: "string" }, generate: flag, "password-stdin": flag } as const;
  const { values } = readArguments(args, options, usage);
  if (values.generate && values["password-stdin"])
    throw new UserError(`--generate and --password-stdin cannot be used together\n  usage: ${usage}`);
  const { job, environment } = await findJob(values.stack);
  const user = values.user ?? (await askUser(job.user));
  const generated = values.generate || (!process.stdin.isTTY && !values["password-stdin"]);
  const password = generated
    ? randomBytes(18).toString("base64url")
    : await readPassword(values["password-stdin"]);
  const { container } = job;
  const { code, output } = await inContainer({
    environment,
    container,
    command: job.command,
    input: `${user}\n${password}\n`,
  });
  // An application that repeats what it was given must not bring it onto the screen.
  const said = await withoutSettings(environment, container, redact(output, needles([password])));
  if (code !== 0) throw new UserError(`The administrator was not created; nothing was changed.\n  ${said}`);
  console.log(said);
  if (generated && /\bcreated\b/.test(output))
    console.log(`Password of ${user}, shown only now and stored nowhere: ${password}`);
}

async function findJob(named: string | undefined) {
  const { folder, system, stack } = await findStack(named === undefined ? {} : { stack: named });
  const { state } = await readState(folder, stack);
  const [found] = componentsIn(state, "Administrator");
  if (!found?.job)
    throw new UserError(
      `Stack ${stack} of ${system} has no administrator that this command can create.\n  fix: run 'pulumi up' once; index.ts needs an Administrator`,
    );
  return { job: found.job, environment: found.environment ?? {} };
}

async function askUser(proposed: string): Promise<string> {
  if (!process.stdin.isTTY) return proposed;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal
    .question(`User name of the administrator [${proposed}]: `)
    .finally(() => terminal.close());
  return typed.trim() || proposed;
}

async function readPassword(piped: boolean): Promise<string> {
  if (piped) {
    const { text } = await import("node:stream/consumers");
    return (await text(process.stdin)).split("\n")[0]?.replace(/\r$/, "") ?? "";
  }
  const { default: ask } = await import("@inquirer/password");
  const first = await ask({ message: "Password:", mask: "*" });
  if ((await ask({ message: "Once more:", mask: "*" })) !== first)
    throw new UserError("The two passwords differ; nothing was changed.");
  return first;
}
