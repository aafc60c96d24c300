import type { Messages } from "../en";

export const edge: Messages["edge"] = {};
