/** What `migration` says. */
export const migration = {};
