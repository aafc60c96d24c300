/** How a problem is shown. */
export const problem = {
  at: (where: string, what: string) => `${where}: ${what}`,
  fixLine: (fix: string) => `fix: ${fix}`,
};
