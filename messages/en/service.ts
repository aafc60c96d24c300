/** What `service` says. */
export const service = {};
