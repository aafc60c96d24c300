import type { Messages } from "../en";

export const preview: Messages["preview"] = {};
