import type { Messages } from "../en";

export const lock: Messages["lock"] = {};
