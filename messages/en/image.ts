/** What `image` says. */
export const image = {};
