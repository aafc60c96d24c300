import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../messages/say";
import { baseImages, localName } from "./image-list";
import { projectRoot } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";

/** Folder of the example systems. */
const examples = join(projectRoot, "examples");

/** What `npm start` and `npm stop` were told to work on. */
export interface Chosen {
  /** Folder of the system's project. */
  folder: string;
  /** Argument that names it again: `" -- order-system"`, or nothing for the reference system. */
  again: string;
}

/**
 * The system that an argument names: an example, or without one the reference system.
 *
 * @param options those that the command has
 * @throws UserError that lists the systems, or the options
 */
export function chosenSystem(args: string[], command: string, options: string[] = []): Chosen {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const unknown = args.filter((arg) => arg.startsWith("-") && arg !== "--" && !options.includes(arg));
  const { noOption, noSystem } = say().toolchain;
  if (unknown.length > 0) {
    const words = ["[SYSTEM]", ...options.map((option) => `[${option}]`)].join(" ");
    const usage = say().usage.line(`${command} [-- ${words}]`);
    throw new UserError({ what: noOption({ command, options: unknown }), details: [usage] });
  }
  const [name] = names;
  if (name === undefined || name === "proxy-system") return { folder: projectRoot, again: "" };
  const known = existsSync(examples)
    ? readdirSync(examples).filter((each) => existsSync(join(examples, each, "Pulumi.yaml")))
    : [];
  if (names.length > 1 || !known.includes(name))
    throw new UserError(
      noSystem({
        ...{ names: names.join(" "), command },
        others: known.map((each) => `${command} -- ${each}`),
      }),
    );
  return { folder: join(examples, name), again: ` -- ${name}` };
}

/** Base images that a system's program names, as this host has them. */
export function baseImagesOf(folder: string): string[] {
  const program = readFileSync(join(folder, "index.ts"), "utf8");
  return baseImages.filter(({ root, official }) => !root && program.includes(`"${official}"`)).map(localName);
}
