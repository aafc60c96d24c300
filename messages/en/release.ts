/** What `release` says. */
export const release = {};
