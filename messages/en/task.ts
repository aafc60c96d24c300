/** What `task` says. */
export const task = {};
