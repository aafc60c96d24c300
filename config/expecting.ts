import type { Messages } from "../messages/en";
import { say } from "../messages/say";

/**
 * What zod says of a value that is not as it should be: asked of the catalogue when a value is refused, not when its schema is made.
 *
 * @example z.boolean(expecting((say) => say.trueOrFalse))
 */
export const expecting = (text: (expected: Messages["config"]["expected"]) => string) => ({
  error: () => text(say().config.expected),
});
