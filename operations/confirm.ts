import { createInterface } from "node:readline/promises";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";

/**
 * Asks on a terminal before something is done that cannot be undone.
 *
 * @param question what to type, and what it means
 * @param answer what must be typed
 * @param yes `--yes` was given: nothing is asked
 * @param interrupted aborts when this process is asked to end
 * @throws UserError when it is not confirmed, or when there is no terminal to ask on
 */
export async function confirm(
  question: string,
  answer: string,
  yes: boolean,
  interrupted?: AbortSignal,
): Promise<void> {
  if (yes) return;
  const texts = say().stack.changing;
  if (!process.stdin.isTTY) throw new UserError(texts.noTerminal());
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D close it, and leave the question open for ever.
  const closed = new Promise<string>((done) => terminal.once("close", () => done("")));
  // What was announced must still be so when it is confirmed, so the lock of the stack is held meanwhile.
  const asked = `${texts.othersWait}\n${question} `;
  const given = terminal.question(asked, { ...(interrupted && { signal: interrupted }) });
  const typed = await Promise.race([given.catch(() => ""), closed]).finally(() => terminal.close());
  if (typed.trim() !== answer) throw new UserError(texts.notConfirmed);
}
