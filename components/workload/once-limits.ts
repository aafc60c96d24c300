import { nameMistakes, shownName as shown } from "./variable-names";

/** What Linux takes as one argument or variable of a program, its name and its end included. */
const longest = 128 * 1024 - 1;
/** What it takes of all together, with room for those that others add. */
const together = 1_500_000;

/** What is handed to a command that runs once. */
export interface Handed {
  command: string[];
  settings: Record<string, string>;
  secrets: Record<string, string>;
  volumes: Record<string, string>;
}

/** Everything that no container could be started with, a line each. Values are never shown: they may be secret. */
export function limitMistakes({ command, settings, secrets, volumes }: Handed): string[] {
  const variables = [
    ...Object.entries(settings).map(([name, value]) => [`settings.${shown(name)}`, name, value] as const),
    ...Object.entries(secrets).map(([name, value]) => [`secrets.${shown(name)}`, name, value] as const),
  ];
  const words = command.map((word, at) => [`command: word ${at + 1}`, "", word] as const);
  const size = [...variables, ...words].reduce(
    (sum, [, name, value]) => sum + bytes(name) + bytes(value) + 2,
    0,
  );
  return [
    ...(command.length === 0 ? ["command: needs at least one word"] : []),
    ...nameMistakes({ settings, secrets }, true),
    ...[...variables, ...words].flatMap(([path, name, value]) => [
      ...(value.includes("\0") ? [`${path} has a zero byte, which ends a text`] : []),
      ...(bytes(name) + 1 + bytes(value) > longest
        ? [
            `${path} has ${bytes(value)} bytes; a program takes at most ${longest} of one: put it into a file or a volume`,
          ]
        : []),
    ]),
    ...(size > together
      ? [`settings, secrets and command have ${size} bytes together; a program takes about ${together}`]
      : []),
    ...Object.entries(volumes)
      .filter(([path, name]) => !/^\/[^:\0\n]*$/.test(path) || !/^[\w][\w.-]*$/.test(name))
      .map(
        ([path]) =>
          `volumes.${shown(path)}: expected the name of a volume by an absolute path without a colon`,
      ),
  ];
}

const bytes = (text: string) => Buffer.byteLength(text);
