/** What `state` says. */
export const state = {};
