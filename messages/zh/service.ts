import type { Messages } from "../en";

export const service: Messages["service"] = {};
