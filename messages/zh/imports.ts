import type { Messages } from "../en";

export const imports: Messages["imports"] = {};
