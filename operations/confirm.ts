import { createInterface } from "node:readline/promises";
import { UserError } from "../toolchain/report";

/**
 * Asks on a terminal before something is done that cannot be taken back.
 *
 * @param question what to type, and what it means
 * @param answer what must be typed
 * @param yes `--yes` was given: nothing is asked
 * @throws UserError when it is not confirmed, or when nobody can be asked
 */
export async function confirm(question: string, answer: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new UserError("Nothing was changed: there is no terminal to ask on.\n  fix: add --yes");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal.question(`${question} `).finally(() => terminal.close());
  if (typed.trim() !== answer) throw new UserError("Nothing was changed.");
}
