import { extname } from "node:path";

/** The package is JavaScript, its repository TypeScript with npm scripts for its commands. */
const isPackage = extname(__filename) === ".js";

/**
 * One of our commands as it is typed where this runs: in the repository `npm run NAME -- …`, with the package `npx web-systems NAME …`.
 *
 * @param words name and arguments as npm takes them: after `--`
 * @example ours("unlock --") // "npm run unlock --", to be followed by arguments
 */
export const ours = (words: string, packed = isPackage): string =>
  packed ? `npx web-systems ${words.replace(/ --(?= |$)/, "")}` : `npm run ${words}`;
