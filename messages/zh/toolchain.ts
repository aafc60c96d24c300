import type { Messages } from "../en";

export const toolchain: Messages["toolchain"] = {};
