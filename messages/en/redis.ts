/** What `redis` says. */
export const redis = {};
