import type { Messages } from "./en";
import { language, type Language } from "./language";

/** Of each language when somebody reads it: a job shows few texts, if any, and is started often. */
const catalogues: Record<Language, () => Messages> = {
  /* eslint-disable @typescript-eslint/no-require-imports */
  en: () => (require("./en") as typeof import("./en")).en,
  zh: () => (require("./zh") as typeof import("./zh")).zh,
  /* eslint-enable @typescript-eslint/no-require-imports */
};

/**
 * The catalogue in the language of who reads. Asked at the moment in which a text is shown and never before: nothing of it may become an
 * input of a resource, where another person's language would be a change.
 *
 * @example throw new UserError(say().lock.taken({ stack, who }))
 */
export const say = (): Messages => catalogues[language()]();
