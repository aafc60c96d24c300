/** What `lock` says. */
export const lock = {};
