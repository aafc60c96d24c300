/**
 * Takes one line of progress of the step that is running. On a terminal the last line is shown and
 * rewritten; in a log each line stays.
 */
export type Report = (line: string) => void;

/**
 * A mistake or a lack that the user can fix: its message says what, where, what was expected and how to fix it.
 * Shown without a stack trace.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
