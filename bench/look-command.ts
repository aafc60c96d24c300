import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dialectOf, type Target } from "../components/database/client/target";
import { projectRoot } from "../operations/kernel/paths";

/** What a preview runs to read the ledger. */
export const commandText = {
  script: readFileSync(join(projectRoot, "components", "migration", "look.sh"), "utf8"),
  environment: (target: Target) => ({
    CONTAINER: target.container,
    CLIENT: `${target.client} ${dialectOf(target).options}`,
    QUERY: `${dialectOf(target).quiet}${dialectOf(target).rows}`,
  }),
};
