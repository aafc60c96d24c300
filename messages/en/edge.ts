/** What `edge` says. */
export const edge = {};
