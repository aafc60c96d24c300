/** What `preflight` says. */
export const preflight = {};
