import type { Messages } from "../en";

export const policy: Messages["policy"] = {};
