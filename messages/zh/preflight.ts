import type { Messages } from "../en";

export const preflight: Messages["preflight"] = {};
