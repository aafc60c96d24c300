import type { Problem } from "../problem";

/** What the frame of a program says. */
export const system = {
  builtAndPulled: (image: string): Problem => ({
    what: `The image "${image}" cannot be built: \`images\` already has one of that name; nothing was changed.`,
    fix: "rename it in `images`, or rename the folder in apps/",
  }),
  builtTwice: (image: string): Problem => ({
    what: `The image "${image}" is built twice, with different versions or arguments; nothing was changed.`,
    fix: `call built("${image}", …) once, and use that image in all services`,
  }),
};
