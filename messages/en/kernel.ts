/** What `kernel` says. */
export const kernel = {};
