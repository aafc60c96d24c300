/** What `preview` says. */
export const preview = {};
