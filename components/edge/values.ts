/** A path that can stand in nginx.conf as it is: no blanks, quotes, braces, or anything with a meaning to Nginx. */
export const path = /^\/(?!.*\/\/)(?!.*\/\.\.?(\/|$))[^\s;{}"'\\$#?*^|<>`\p{Cc}]*$/u;

/** An empty snippet is a variable that was forgotten. */
export function snippetMistakes(where: string, snippet: string | undefined): string[] {
  return snippet?.trim() === "" ? [`${where}: is empty; fix: remove it`] : [];
}

/** Whole numbers above zero. */
export function positive(where: string, value: number): string[] {
  return Number.isInteger(value) && value > 0 ? [] : [`${where}: ${value} is not a whole number above 0`];
}

/** A value as its user wrote it. */
export function show(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}
