import { ours } from "../command";
import type { Problem } from "../problem";

const damaged = "not as expected: it is damaged, or was edited by hand; nothing was changed";

/** What is said of a state that commands cannot read. */
export const contract = {
  /**
   * @param found version of what its components left in it
   * @param known the newest version that these commands read
   */
  newer: (stack: string, system: string, found: number, known: number): Problem => ({
    where: `state of stack ${stack} of ${system}`,
    what: `a newer version of pulumi-web-systems wrote it, in format ${found}; this one reads up to format ${known}; nothing was changed`,
    fix: [
      "install that version of the package or a newer one: npm install ./pulumi-web-systems-VERSION.tgz",
      "in a clone: git pull, then npm install",
    ],
  }),
  /**
   * @param output `migration.job`
   * @param expected what was expected where in it, a line each
   */
  damagedOutput: (output: string, expected: readonly string[]): Problem => ({
    where: `${output} in the state of the stack`,
    what: damaged,
    details: expected,
    fix: "run 'pulumi up', which writes the outputs of components again",
  }),
  damaged: (): Problem => ({
    where: "state of the stack",
    what: damaged,
    fix: `${ours("doctor")}, which names the newest complete copy of it`,
  }),
};
