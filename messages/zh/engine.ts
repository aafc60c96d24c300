import type { Messages } from "../en";

export const engine: Messages["engine"] = {};
