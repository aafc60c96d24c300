/** What the preflight says. */
export const preflight = {
  cannotStart: "The release cannot start; nothing was changed.",
};
