import type { Messages } from "../en";

export const database: Messages["database"] = {};
