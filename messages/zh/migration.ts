import type { Messages } from "../en";

export const migration: Messages["migration"] = {};
