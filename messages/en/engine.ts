/** What `engine` says. */
export const engine = {};
