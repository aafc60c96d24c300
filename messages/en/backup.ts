/** What `backup` says. */
export const backup = {};
