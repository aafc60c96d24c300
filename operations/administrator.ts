import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline/promises";
import { needles, redact } from "../components/engine/redact";
import { withoutSettings } from "../components/workload/hidden-settings";
import { inContainer } from "../components/verification/in-container";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { findContext } from "./context/context";
import { readArguments } from "./stack";
import { componentsIn, readState } from "./state";
import { usageOf } from "./usage";

/**
 * `npm run administrator`: creates the first administrator of the application. The password is asked for on a terminal, or generated and shown
 * once; it is stored nowhere. When there is an administrator of that name, nothing is changed.
 */
export async function administrator(args: string[]): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const options = { user: { type: "string" }, generate: flag, "password-stdin": flag } as const;
  const usage = usageOf("administrator");
  const { values } = readArguments(args, options, usage);
  const texts = say().stack.administrator;
  if (values.generate && values["password-stdin"])
    throw new UserError(say().stack.wrongCall(texts.oneOf, usage));
  if (!process.stdin.isTTY && !values.generate && !values["password-stdin"])
    throw new UserError(say().stack.wrongCall(texts.noTerminal, usage));
  const { job, engine } = await findJob(values.stack);
  const user = values.user ?? (await askUser(job.user));
  const password = values.generate
    ? randomBytes(18).toString("base64url")
    : await readPassword(values["password-stdin"]);
  const { container } = job;
  const input = `${user}\n${password}\n`;
  const { code, output } = await inContainer({ engine, container, command: job.command, input });
  // An application that repeats what it was given must not bring it onto the screen.
  const said = await withoutSettings(engine, container, redact(output, needles([password])));
  if (code !== 0) throw new UserError(texts.notCreated(said));
  console.log(said);
  if (values.generate && /\bcreated\b/.test(output)) console.log(texts.generated(user, password));
}

async function findJob(named: string | undefined) {
  const context = await findContext(named);
  const { system, stack } = context;
  const { state } = await readState(context);
  const [found] = componentsIn(state, "Administrator");
  if (!found?.job) throw new UserError(say().stack.administrator.none(stack, system));
  return { job: found.job, engine: context.engine };
}

async function askUser(proposed: string): Promise<string> {
  if (!process.stdin.isTTY) return proposed;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal
    .question(say().stack.administrator.userName(proposed))
    .finally(() => terminal.close());
  return typed.trim() || proposed;
}

async function readPassword(piped: boolean): Promise<string> {
  if (piped) {
    const { text } = await import("node:stream/consumers");
    return (await text(process.stdin)).split("\n")[0]?.replace(/\r$/, "") ?? "";
  }
  const { default: ask } = await import("@inquirer/password");
  const texts = say().stack.administrator;
  const first = await ask({ message: texts.password, mask: "*" });
  if ((await ask({ message: texts.onceMore, mask: "*" })) !== first) throw new UserError(texts.different);
  return first;
}
