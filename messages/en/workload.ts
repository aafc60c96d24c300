/** What `workload` says. */
export const workload = {};
