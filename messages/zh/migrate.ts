import type { Messages } from "../en";

export const migrate: Messages["migrate"] = {};
