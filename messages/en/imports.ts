/** What `imports` says. */
export const imports = {};
