/** What `config` says. */
export const config = {};
