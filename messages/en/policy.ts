/** What `policy` says. */
export const policy = {};
