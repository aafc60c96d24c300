import { say } from "../../messages/say";
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
  const texts = say().workload;
  const { at: wrongAt } = say().problem;
  const variables = [
    ...Object.entries(settings).map(([name, value]) => [`settings.${shown(name)}`, name, value] as const),
    ...Object.entries(secrets).map(([name, value]) => [`secrets.${shown(name)}`, name, value] as const),
  ];
  const words = command.map((word, at) => [texts.commandWord(at + 1), "", word] as const);
  const size = [...variables, ...words].reduce(
    (sum, [, name, value]) => sum + bytes(name) + bytes(value) + 2,
    0,
  );
  return [
    ...(command.length === 0 ? [wrongAt("command", texts.noCommand)] : []),
    ...nameMistakes({ settings, secrets }, true),
    ...[...variables, ...words].flatMap(([path, name, value]) => [
      ...(value.includes("\0") ? [texts.zeroByte(path)] : []),
      ...(bytes(name) + 1 + bytes(value) > longest
        ? [texts.tooLong({ value: path, bytes: bytes(value), most: longest })]
        : []),
    ]),
    ...(size > together ? [texts.tooMuch({ bytes: size, most: together })] : []),
    ...Object.entries(volumes)
      .filter(([path, name]) => !/^\/[^:\0\n]*$/.test(path) || !/^[\w][\w.-]*$/.test(name))
      .map(([path]) => wrongAt(`volumes.${shown(path)}`, texts.badVolume)),
  ];
}

const bytes = (text: string) => Buffer.byteLength(text);
