import { AssertionError } from "node:assert";
import { EngineFailed } from "../../components/engine/engine";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";

/**
 * Ends the program on an error. What our code or a library says of the world (a user's mistake, an engine that does not answer, a file
 * that is not there) is its message alone; only a mistake in the code itself is shown with all that finds it.
 */
export function fail(error: unknown): never {
  if (!(error instanceof Error) || isOurs(error)) console.error(error);
  else if (error instanceof EngineFailed)
    console.error(`\n${error.message}\n  ${say().problem.fixLine(say().kernel.askDoctor)}`);
  else console.error(`\n${inWords(error)}`);
  process.exit(1);
}

/** Waits for a command. Node.js also ends when nothing is left that could answer it: then it was not done, and that is said. */
export function untilDone(command: Promise<void>): void {
  const unfinished = () => {
    process.exitCode = 1;
    console.error(`\n${problemText(say().kernel.unfinished())}`);
  };
  process.once("beforeExit", unfinished);
  const settled = () => process.off("beforeExit", unfinished);
  command.finally(settled).catch(fail);
}

/** Whether an error is a mistake in the code. A network that fails is a TypeError of fetch. */
function isOurs(error: Error): boolean {
  const kinds = [TypeError, RangeError, ReferenceError, SyntaxError, AssertionError];
  return error.message !== "fetch failed" && kinds.some((kind) => error instanceof kind);
}

/** An error and its cause. One of several (a host that answers at none of its addresses) has no message of its own; others tell their cause already. */
function inWords(error: Error): string {
  const several = error instanceof AggregateError ? (error.errors as Error[]).map(inWords) : [];
  const told = [error.message, ...several].filter((text) => text !== "").join("; ") || error.name;
  const cause = error.cause instanceof Error ? inWords(error.cause) : "";
  return told.includes(cause) ? told : `${told}: ${cause}`;
}
