import type { Problem } from "../problem";

/** What is said of tasks. */
export const task = {
  failed: (name: string): Problem => ({
    what: `Task ${name} failed; see its lines above. What waits for it was not started; the old release still serves.`,
    fix: "the cause, then run 'pulumi up' again",
  }),
};
