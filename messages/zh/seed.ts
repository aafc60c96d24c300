import type { Messages } from "../en";

export const seed: Messages["seed"] = {};
