import type { Problem } from "../problem";

/** What is said of an engine and of its host. */
export const engine = {
  identity: ({ name, id, root }: { name: string; id: string; root: string }) =>
    `${name} (id ${id}, data in ${root})`,
  missingPath: ({ path, key }: { path: string; key: string }): Problem => ({
    what: `${path} is not on the host, but ${key} of the stack file names it.`,
    fix: "put it there, or correct the path",
  }),
  unseenPath: ({ path, key, message }: { path: string; key: string; message: string }): Problem => ({
    what: `${path}, which ${key} of the stack file names, could not be checked on the host: ${message}`,
    fix: "check that ssh to the host works",
  }),
};
