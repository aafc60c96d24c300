import { say } from "../../messages/say";

/** Variables by name; values are not looked at. */
type Named = Record<string, unknown>;

/**
 * Names that a container does not get as they are, a line each. A shell that hands on secret settings reads letters, digits and `_` only, takes
 * the rest of a line with another name for a command, and leaves out a plain setting that it cannot name, without a word.
 *
 * @param byShell a shell starts the command
 */
export function nameMistakes(
  { settings = {}, secrets = {} }: { settings?: Named; secrets?: Named },
  byShell: boolean,
): string[] {
  const { badShellName, badVariableName } = say().workload;
  const wrong = (of: string, names: Named, good: RegExp, expected: string) =>
    Object.keys(names)
      .filter((name) => !good.test(name))
      .map((name) => say().problem.at(`${of}.${shownName(name)}`, expected));
  return [
    ...(byShell
      ? wrong("settings", settings, shellName, badShellName)
      : wrong("settings", settings, /^[^=\s\0]+$/, badVariableName)),
    ...wrong("secrets", secrets, shellName, badShellName),
  ];
}

const shellName = /^[A-Za-z_]\w*$/;

/** A name in a message, whatever is in it. */
export const shownName = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));
