import type { Messages } from "../en";

export const task: Messages["task"] = {};
