/** What `doctor` says. */
export const doctor = {};
