/** What `system` says. */
export const system = {};
