import type { Messages } from "../en";

export const image: Messages["image"] = {};
