import type { Messages } from "../en";

export const redis: Messages["redis"] = {};
