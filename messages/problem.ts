/** Something wrong, and what to do about it: one value, made in the catalogue, shown by {@link problemLines} of render.ts. */
export interface Problem {
  /** Where: a file, a key of the stack file, a service. Not set where `what` says it. */
  readonly where?: string;
  /** What is wrong: what was expected, and what was found. Never a secret. */
  readonly what: string;
  /** What helps to understand it, a line each: a cause, what still serves, lines of a log. */
  readonly details?: readonly string[];
  /** What to do, a way each. */
  readonly fix?: string | readonly string[];
}
