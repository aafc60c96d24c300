import type { Messages } from "../en";

export const releases: Messages["releases"] = {};
