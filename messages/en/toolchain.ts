/** What `toolchain` says. */
export const toolchain = {};
