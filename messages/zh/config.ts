import type { Messages } from "../en";

export const config: Messages["config"] = {};
