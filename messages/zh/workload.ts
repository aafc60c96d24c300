import type { Messages } from "../en";

export const workload: Messages["workload"] = {};
