import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";

/** A mistake in an env file. It never says a value. */
export interface LineMistake {
  /** The line, from 1. */
  line: number;
  /** The key that it sets, when that much can be read. */
  key?: string;
  problem: Problem;
}

/** What an env file says. */
export interface Lines {
  values: Record<string, string>;
  mistakes: LineMistake[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=[^\S\n]*/;
const endOfLine = /^[^\S\n]*(?:#[^\n]*)?(?:\n|$)/;

/**
 * Reads lines of `KEY=value`: comments, `export `, single quotes (as it is), double quotes (\n, \r, \t, \", \\ and \$), both over several
 * lines. A shell, Docker and the dotenv libraries read some things differently; these are refused instead of guessed, so that a
 * secret is never cut short. That is why no library reads them here: npm's dotenv ends an unquoted value at any `#`.
 */
export function readLines(text: string): Lines {
  const values: Record<string, string> = {};
  const mistakes: LineMistake[] = [];
  const lineOf = new Map<string, number>();
  let rest = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  for (let line = 1; rest !== "";) {
    const { key, value, problem, length } = readEntry(rest);
    const first = key === undefined ? undefined : lineOf.get(key);
    const at = { line, ...(key !== undefined && { key }) };
    if (problem !== undefined) mistakes.push({ ...at, problem });
    else if (first !== undefined)
      mistakes.push({ ...at, problem: say().config.envFile.again({ key: String(key), line: first }) });
    else if (key !== undefined) values[key] = value ?? "";
    if (key !== undefined && first === undefined) lineOf.set(key, line);
    line += rest.slice(0, length).split("\n").length - 1;
    rest = rest.slice(length);
  }
  return { values, mistakes };
}

/** One line, or several when a quoted value goes over them. */
interface Entry {
  key?: string;
  value?: string;
  problem?: Problem;
  /** How much of the text it takes, its end of line included. */
  length: number;
}

function readEntry(text: string): Entry {
  const newline = text.indexOf("\n");
  const length = newline < 0 ? text.length : newline + 1;
  const line = text.slice(0, length).trimEnd();
  if (/^\s*(#|$)/.test(line)) return { length };
  const found = assignment.exec(line);
  const key = found?.[1];
  if (!found || key === undefined) return { length, problem: say().config.envFile.notAssignment };
  const start = found[0].length;
  const quote = line[start];
  if (quote === "'" || quote === '"') return { key, ...quoted(text, start, length) };
  // A # is a remark's only after a space: KEY=#1 is a value, KEY= #1 is none.
  const afterEquals = line.slice(found[0].trimEnd().length);
  return { key, length, ...unquoted(afterEquals.replace(/\s+#.*$/, "").trim()) };
}

function unquoted(value: string): Pick<Entry, "value" | "problem"> {
  if (/["'`\\]|\$[A-Za-z_{(]/.test(value)) return { problem: quoteIt(say().config.envFile.unquoted) };
  return { value };
}

function quoted(text: string, start: number, lineLength: number): Entry {
  const wrong = say().config.envFile;
  const pattern = text[start] === "'" ? /^'([^']*)'/ : /^"((?:[^"\\]|\\[^])*)"/;
  const found = pattern.exec(text.slice(start));
  if (!found) return { length: lineLength, problem: wrong.notClosed };
  const after = start + found[0].length;
  const end = endOfLine.exec(text.slice(after));
  if (!end) return { length: lineLength, problem: quoteIt(wrong.afterQuote) };
  const length = after + end[0].length;
  const inner = found[1] ?? "";
  if (text[start] === "'") return { length, value: inner };
  if (/(^|[^\\])(\\\\)*(`|\$[A-Za-z_{(])/.test(inner))
    return { length, problem: quoteIt(wrong.replacedByShells) };
  if (/^(?:[^\\]|\\[nrt"\\$])*$/.test(inner)) return { length, value: inner.replace(/\\(.)/g, unescaped) };
  return { length, problem: quoteIt(wrong.unknownSequence) };
}

const quoteIt = (what: string): Problem => ({ what, fix: say().config.envFile.quoteIt });

function unescaped(_: string, character: string): string {
  return { n: "\n", r: "\r", t: "\t" }[character] ?? character;
}
