import type { Messages } from "../en";

export const backup: Messages["backup"] = {};
