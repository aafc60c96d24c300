/** What `database` says. */
export const database = {};
