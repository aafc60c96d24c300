import type { Language } from "../../database/client/dialect";
import type { Grammar } from "../../database/product/grammar";
import { grammarOf } from "../../database/products";

/** One statement of a file, as the database's own client takes it. */
export interface Statement {
  /** From its first word to its delimiter. */
  text: string;
  /** The same without comments, and with nothing in its strings and quoted bodies: safe to search for words. */
  code: string;
  /** Line of its first word, from 1. */
  line: number;
  /** Line of its last character. */
  lastLine: number;
  /** Offset in the file after its delimiter; for COPY … FROM stdin after its data. */
  end: number;
  /** What ends statements at this place. */
  delimiter: string;
  /** Its delimiter is there; the last statement of a file may lack it. */
  ended: boolean;
}

/** What a file consists of. */
export interface Scanned {
  statements: Statement[];
  /** Commands to the client, such as `\c` and `source`, which are no SQL. */
  commands: { line: number; text: string }[];
  /** Where its quoted texts and bodies lie. */
  quotes: { from: number; to: number }[];
  /** What the file does not close. */
  unclosed?: Unclosed;
}

/** A comment, a string or the data of a COPY that is never closed. */
export interface Unclosed {
  line: number;
  what: "comment" | "quote" | "data";
  /** What opens it; of data what would end them. */
  mark: string;
}

const space = /[ \t\r\n\f\v]+/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
/**
 * Splits a file into statements where the database's own client does: strings, quoted names, comments (nested ones too), dollar quotes,
 * `BEGIN ATOMIC` bodies, data of COPY, DELIMITER. No library that was tried did: dbgate-query-splitter 4 splits inside nested comments,
 * E'' strings, BEGIN ATOMIC, data of COPY and after an apostrophe in a `#` comment.
 */
export function scan(sql: string, language: Language): Scanned {
  return new Scanner(sql, grammarOf(language)).run();
}

class Scanner {
  private at = 0;
  private line = 1;
  private delimiter = ";";
  /** The code of the statement so far, token by token. */
  private code: string[] = [];
  /** Where the statement began; undefined between statements. */
  private start: { at: number; line: number } | undefined;
  private parentheses = 0;
  private bodies = 0;
  private readonly found: Scanned = { statements: [], commands: [], quotes: [] };

  constructor(
    private readonly sql: string,
    private readonly grammar: Grammar,
  ) {}

  run(): Scanned {
    while (this.at < this.sql.length) this.step();
    if (this.start) this.close(this.sql.trimEnd().length, false);
    return this.found;
  }

  private step(): void {
    const { sql, grammar } = this;
    const character = sql[this.at] ?? "";
    if (this.skip(space) || this.skip(grammar.line)) return void this.code.push(" ");
    if (sql.startsWith("/*", this.at) && this.comment()) return;
    if (!this.start && this.clientCommand()) return;
    if (this.atDelimiter()) return this.endStatement();
    if (!this.start) {
      this.start = { at: this.at, line: this.line };
      this.code = [];
    }
    if (grammar.commandsInside && character === "\\" && this.clientCommand()) return;
    if (character === "'" || character === '"' || character === "`") return this.quoted(character);
    if (character === "$" && this.dollarQuoted()) return;
    const found = this.match(word) ?? this.match(number) ?? character;
    this.depth(found);
    this.code.push(found);
    this.at += found.length;
  }

  /** A `;` inside parentheses or a BEGIN ATOMIC body ends nothing in some clients; others do not look. */
  private atDelimiter(): boolean {
    if (!this.sql.startsWith(this.delimiter, this.at)) return false;
    return !this.grammar.nests || (this.parentheses <= 0 && this.bodies <= 0);
  }

  private endStatement(): void {
    const before = this.at;
    this.at += this.delimiter.length;
    if (!this.start) return;
    if (this.grammar.beforeData?.test(this.code.join(""))) this.skipData();
    this.close(before, true);
  }

  /** The lines after a COPY … FROM stdin, to the line `\.`. */
  private skipData(): void {
    const end = /\n\\\.(?=\r?\n|\r?$)/g;
    end.lastIndex = this.at;
    const match = end.exec(this.sql);
    if (!match) this.unclosed("data", "\\.");
    this.move(match ? match.index + match[0].length : this.sql.length);
  }

  private close(until: number, ended: boolean): void {
    const start = this.start ?? { at: until, line: this.line };
    const text = this.sql.slice(start.at, until);
    this.found.statements.push({
      text,
      code: this.code.join("").trim().replace(/\s+/g, " "),
      line: start.line,
      lastLine: start.line + text.split("\n").length - 1,
      end: this.at,
      delimiter: this.delimiter,
      ended,
    });
    this.start = undefined;
    this.code = [];
    this.parentheses = this.bodies = 0;
  }

  private depth(token: string): void {
    if (token === "(") this.parentheses++;
    else if (token === ")") this.parentheses--;
    else if (this.grammar.nests && /^(begin|case|end)$/i.test(token)) {
      const inFunction = /^CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)\b/i.test(
        this.code.slice(0, 30).join("").trim(),
      );
      const opens = /^begin$/i.test(token) || (/^case$/i.test(token) && this.bodies > 0);
      if (inFunction && opens) this.bodies++;
      else if (this.bodies > 0 && /^end$/i.test(token)) this.bodies--;
    }
  }

  /** @returns false for the opening of a conditional comment, whose content the server runs */
  private comment(): boolean {
    const { commentedCode, nestedComments } = this.grammar;
    if (commentedCode && this.match(commentedCode) !== undefined) return false;
    const from = { line: this.line };
    let depth = 0;
    const edge = /\/\*|\*\//g;
    edge.lastIndex = this.at;
    for (let match = edge.exec(this.sql); match; match = edge.exec(this.sql)) {
      if (match[0] === "*/") depth--;
      else if (depth === 0 || nestedComments) depth++;
      if (depth === 0) {
        this.move(match.index + 2);
        this.code.push(" ");
        return true;
      }
    }
    this.unclosed("comment", "/*", from.line);
    this.move(this.sql.length);
    return true;
  }

  private quoted(quote: string): void {
    const isString = quote === "'" || (quote === '"' && this.grammar.doubleQuotedStrings);
    const escapes = this.grammar.escapes(quote, this.code.at(-1) ?? "");
    const end = quotedEnd(this.sql, this.at, quote, escapes);
    if (end === undefined) this.unclosed("quote", quote);
    const text = this.sql.slice(this.at, end ?? this.sql.length);
    this.code.push(isString ? "''" : text);
    this.leave(end ?? this.sql.length);
  }

  private dollarQuoted(): boolean {
    const { dollarQuote } = this.grammar;
    if (!dollarQuote || /[\w$\u0080-\uffff]$/.test(this.code.at(-1) ?? "")) return false;
    const tag = this.match(dollarQuote);
    if (tag === undefined) return false;
    const end = this.sql.indexOf(tag, this.at + tag.length);
    if (end < 0) this.unclosed("quote", tag);
    this.code.push("''");
    this.leave(end < 0 ? this.sql.length : end + tag.length);
    return true;
  }

  /** Goes to the end of a quote. */
  private leave(end: number): void {
    this.found.quotes.push({ from: this.at, to: end });
    this.move(end);
  }

  private clientCommand(): boolean {
    const { line } = this;
    const { command, delimiter } = this.grammar;
    if (delimiter) {
      delimiter.lastIndex = this.at;
      const changed = delimiter.exec(this.sql);
      if (changed) {
        this.delimiter = changed[1] ?? ";";
        this.move(this.at + changed[0].length);
        return true;
      }
    }
    const text = this.match(command);
    if (text === undefined) return false;
    this.found.commands.push({ line, text: text.trim() });
    this.move(this.at + text.length);
    return true;
  }

  private unclosed(what: Unclosed["what"], mark: string, line = this.line): void {
    this.found.unclosed ??= { line, what, mark };
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.sql)?.[0];
  }

  private skip(pattern: RegExp): boolean {
    const text = this.match(pattern);
    if (text === undefined) return false;
    this.move(this.at + text.length);
    return true;
  }

  private move(to: number): void {
    this.line += this.sql.slice(this.at, to).split("\n").length - 1;
    this.at = to;
  }
}

/** Offset after the quote that closes the one at an offset; a doubled one stands for itself. */
function quotedEnd(sql: string, from: number, quote: string, escapes: boolean): number | undefined {
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === "\\") at++;
    else if (sql[at] === quote && sql[at + 1] === quote) at++;
    else if (sql[at] === quote) return at + 1;
  }
  return undefined;
}
