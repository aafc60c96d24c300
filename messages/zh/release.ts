import type { Messages } from "../en";

export const release: Messages["release"] = {};
