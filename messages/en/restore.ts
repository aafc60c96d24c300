/** What `restore` says. */
export const restore = {};
