import type { Messages } from "../en";

export const state: Messages["state"] = {};
