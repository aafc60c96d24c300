/** What `releases` says. */
export const releases = {};
