/** What `verification` says. */
export const verification = {};
