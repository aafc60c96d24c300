import { say } from "../../messages/say";

/** A path that can stand in nginx.conf as it is: no blanks, quotes, braces, or anything with a meaning to Nginx. */
export const path = /^\/(?!.*\/\/)(?!.*\/\.\.?(\/|$))[^\s;{}"'\\$#?*^|<>`\p{Cc}]*$/u;

/** An empty snippet is a variable that was forgotten. */
export function snippetMistakes(snippet: string | undefined): string[] {
  return snippet?.trim() === "" ? [say().edge.mistake.snippet] : [];
}

/** Whole numbers above zero. */
export function positive(argument: string, value: number): string[] {
  return Number.isInteger(value) && value > 0 ? [] : [say().edge.mistake.notWhole({ argument, value })];
}

/** A value as its user wrote it. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}
