/** A stack, and how its engine is reached. */
export interface StackOnEngine {
  /** Makes the `docker` command talk to the stack's engine. */
  environment: Record<string, string>;
  system: string;
  stack: string;
}
