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
  const wrong = (of: string, names: Named, good: RegExp, expected: string) =>
    Object.keys(names)
      .filter((name) => !good.test(name))
      .map((name) => `${of}.${shownName(name)}: expected a name of ${expected}`);
  const forShell = "letters, digits and _, not starting with a digit: a shell must be able to read it";
  return [
    ...(byShell
      ? wrong("settings", settings, shellName, forShell)
      : wrong("settings", settings, /^[^=\s\0]+$/, "a variable: without = and spaces")),
    ...wrong("secrets", secrets, shellName, forShell),
  ];
}

const shellName = /^[A-Za-z_]\w*$/;

/** A name in a message, whatever is in it. */
export const shownName = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));
