import { shellWord } from "../engine/shell-word";

/** Secret settings as a shell reads them: one assignment a line, quoted. */
export function assignments(secrets: Record<string, string>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `${name}=${shellWord(value)}\n`)
    .join("");
}

/** The values in a text with {@link assignments}. */
export function assigned(text: string): string[] {
  return [...text.matchAll(/\w+='((?:[^']|'\\'')*)'\n/g)].map(([, value = ""]) =>
    value.replaceAll(`'\\''`, "'"),
  );
}
