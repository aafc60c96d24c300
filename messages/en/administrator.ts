import { ours } from "../command";
import type { Problem } from "../problem";

/** What is said of the first administrator. */
export const administrator = {
  none: (): Problem => ({ what: "There is no administrator yet.", fix: ours("administrator") }),
};
