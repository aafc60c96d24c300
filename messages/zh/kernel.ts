import type { Messages } from "../en";

export const kernel: Messages["kernel"] = {};
