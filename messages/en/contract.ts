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
    what: `a newer version of pulumi-web-systems wrote it: its contract is ${found}, expected ${known} or lower; nothing was changed`,
    fix: [
      "update the package: npm install pulumi-web-systems@latest",
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
    fix: "'pulumi up', which writes the outputs of components again",
  }),
  damaged: (): Problem => ({
    where: "state of the stack",
    what: damaged,
    fix: `${ours("doctor")}, which names the newest complete copy of it`,
  }),
};
