import { en, type Messages } from "./en";
import { language, type Language } from "./language";
import { zh } from "./zh";

const catalogues: Record<Language, Messages> = { en, zh };

/**
 * The catalogue in the language of who reads. Asked at the moment in which a text is shown and never before: nothing of it may become an
 * input of a resource, where another person's language would be a change.
 *
 * @example throw new UserError(say().lock.taken({ stack, who }))
 */
export const say = (): Messages => catalogues[language()];
