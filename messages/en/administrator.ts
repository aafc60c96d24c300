/** What `administrator` says. */
export const administrator = {};
