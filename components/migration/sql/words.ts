import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";

const identifier = String.raw`(?:"(?:[^"]|"")*"|${"`[^`]*`"}|[\w$\u0080-\uffff]+)`;

/** A name, with its schema where one is written. */
export const nameText = `${identifier}(?: ?\\. ?${identifier})*`;

/** A pattern of SQL words from the text's first word on, where NAME stands for a name, as its group `name`. */
export const sql = (pattern: string) =>
  new RegExp(`^${pattern.replace("NAME", `(?<name>${nameText})`)}`, "i");

const known = new Map<string, RegExp>();

/** The name that such a pattern finds. */
export function nameIn(code: string, pattern: string): string | undefined {
  const found = known.get(pattern) ?? sql(pattern);
  known.set(pattern, found);
  return found.exec(code)?.groups?.["name"];
}

/** The code of a statement as the server sees it: without the marks of MySQL's conditional comments, whose content it runs. */
export function plain(code: string): string {
  return code
    .replace(/\/\*M?!\d*|\*\//g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^[( ]+/, "");
}

/** The code with nothing in its quoted names: safe to search for words. */
export const bare = (code: string) => code.replace(/"(?:[^"]|"")*"|`[^`]*`/g, '"x"');

/** A name as it can be compared. The default schema is left out. */
export function keyOf(name: string, language: Language): string {
  const { foldsNames, defaultSchema } = grammarOf(language);
  const parts = name.match(new RegExp(identifier, "g")) ?? [];
  const keys = parts.map((part) =>
    /^["`]/.test(part) ? part.slice(1, -1).replaceAll('""', '"') : foldsNames ? part.toLowerCase() : part,
  );
  return (keys[0] === defaultSchema ? keys.slice(1) : keys).join(".");
}

/** Divides at commas that are in no parentheses. */
export function listOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"]|"")*"|`[^`]*`|[(),]/g)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (token === "," && depth <= 0) {
      parts.push(text.slice(from, index).trim());
      from = index + 1;
    }
  }
  return [...parts, text.slice(from).trim()].filter((part) => part !== "");
}

/** The text without what stands in parentheses. */
export function outside(text: string): string {
  const kept: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/[()]|[^()]+/g)) {
    if (token === ")") depth = Math.max(0, depth - 1);
    if (depth === 0) kept.push(token);
    if (token === "(") depth++;
  }
  return kept.join("");
}

const always = /\bWHERE (?:TRUE|NOT FALSE|(\d+|'') ?= ?\1|[1-9]\d*)(?= *(?:$|;|RETURNING|ORDER|LIMIT))/i;

/** Whether a statement has a condition of its own that leaves something out. */
export function isLimited(code: string): boolean {
  const own = outside(bare(code));
  return /\bWHERE\b/i.test(own) && !always.test(own);
}
