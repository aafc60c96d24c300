/** What `migrate` says. */
export const migrate = {};
