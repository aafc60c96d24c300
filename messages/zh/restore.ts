import type { Messages } from "../en";

export const restore: Messages["restore"] = {};
