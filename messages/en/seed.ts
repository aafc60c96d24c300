/** What `seed` says. */
export const seed = {};
