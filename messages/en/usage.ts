/** What `usage` says. */
export const usage = {};
