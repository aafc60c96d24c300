/** Puts every line of a text that is not empty behind some spaces. */
function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(spaces));
}

/** Nginx directives as one text, without the empty ones. */
export function lines(...parts: (string | false | undefined)[]): string {
  return parts.filter((part): part is string => typeof part === "string" && part !== "").join("\n");
}

/** A block such as `server { … }` with its content indented. */
export function block(head: string, ...parts: (string | false | undefined)[]): string {
  return `${head} {\n${indent(lines(...parts), 2)}\n}`;
}

/** A text inside a regular expression of Nginx that stands for itself. */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A text in quotes, on one line. Nginx has no way to escape a dollar, so it stands in a variable that every site has. */
export function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
  return `"${escaped.replaceAll("$", "${dollar}")}"`;
}
