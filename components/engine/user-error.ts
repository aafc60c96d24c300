import type { Problem } from "../../messages/problem";
import { problemText } from "../../messages/render";

/**
 * A mistake or a lack that the user can fix, or a step that failed for a reason that its message says. It is shown without a stack trace:
 * by our commands, by our jobs, and by Pulumi, which knows such an error by the mark of its own `RunError`. Importing that class would
 * load Pulumi into every command and job.
 *
 * Its stack is the message: Pulumi asks every error for its stack, and computing one through the source maps of a compiled program
 * took 35 s on the machine where this was measured.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** How Pulumi recognises an error of the user: `RunError.isInstance`. */
  readonly __pulumiRunError = true;

  /** @param problem what is wrong, from the catalogue in `messages/`; several are shown one after the other */
  constructor(problem: string | Problem | readonly Problem[]) {
    super(typeof problem === "string" ? problem : problemText(problem));
    this.stack = this.message;
  }
}
