import type { Messages } from "../en";

export const verification: Messages["verification"] = {};
