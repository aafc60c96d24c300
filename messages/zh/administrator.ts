import type { Messages } from "../en";

export const administrator: Messages["administrator"] = {};
