import type { Messages } from "../en";

export const doctor: Messages["doctor"] = {};
