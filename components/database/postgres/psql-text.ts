/** What is met in the text of a script for psql. */
export type Met =
  /** The first word of a statement in capitals; after PREPARE the first two. */
  | { kind: "starts"; words: string }
  /** A backslash that is not in a string: psql runs a command of its own there. */
  | { kind: "backslash" }
  /** The next line is data of a COPY. */
  | { kind: "data" };

const token =
  /[eE]?'|"|\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$|--|\/\*|;|[A-Za-z_\x80-\xff][\w$\x80-\xff]*|\d[\w.]*|\S/g;

/** Follows statements, strings, names, bodies and comments of a script line by line (latin1), and ends statements where psql ends them. */
export class PsqlText {
  /** What closes the string, body or comment that a line before opened. */
  private open = "";
  /** Comments of PostgreSQL nest. */
  private comments = 0;
  private parentheses = 0;
  /** BEGIN ATOMIC … END and CASE … END in the body of a function. */
  private blocks = 0;
  /** Words, strings and signs of the statement, in capitals; of a long one the first and the last are enough. */
  private words: string[] = [];
  /** What comes before was an E'' string: a string right after it is a part of it. */
  private escaped = false;

  /** No statement, string or comment is open. */
  atStart(): boolean {
    return this.open === "" && this.words.length === 0;
  }

  /** Goes to the end of a line; what is met on it. */
  follow(text: string): Met[] {
    const met: Met[] = [];
    for (let at = 0; at < text.length;) {
      if (this.open !== "") {
        at = this.closing(text, at);
        continue;
      }
      token.lastIndex = at;
      const [found] = token.exec(text) ?? [];
      if (found === undefined || found === "--") break;
      at = token.lastIndex;
      if (found === "/*") [this.open, this.comments] = ["*/", 1];
      else if (found === "\\") met.push({ kind: "backslash" });
      else if (found === ";" && this.parentheses === 0 && this.blocks === 0) {
        if (this.isCopyOfData()) met.push({ kind: "data" });
        this.words = [];
      } else met.push(...this.word(found));
    }
    return met;
  }

  private word(found: string): Met[] {
    const word = found.toUpperCase();
    if (/^(E?'|"|\$.*\$)$/.test(word)) this.open = word === "'" && this.escaped ? "E'" : found;
    this.escaped = false;
    if (word === "(") this.parentheses++;
    if (word === ")" && this.parentheses > 0) this.parentheses--;
    if (this.parentheses > 0 && this.words.at(-1) === "(") return [];
    this.words.push(this.parentheses > 0 ? "(" : word);
    if (this.words.length > 16) this.words.splice(8, 1);
    if (/^(BEGIN|CASE|END)$/.test(word) && this.parentheses === 0) this.block(word);
    const [first, second] = this.words;
    if (this.words.length === 1) return [{ kind: "starts", words: word }];
    if (this.words.length === 2 && first === "PREPARE")
      return [{ kind: "starts", words: `PREPARE ${second}` }];
    return [];
  }

  private block(word: string): void {
    if (!/^CREATE( OR REPLACE)? (FUNCTION|PROCEDURE)\b/.test(this.words.join(" "))) return;
    if (word === "BEGIN" || (word === "CASE" && this.blocks > 0)) this.blocks++;
    if (word === "END" && this.blocks > 0) this.blocks--;
  }

  private isCopyOfData(): boolean {
    return this.words[0] === "COPY" && / FROM STDIN( |$)/.test(this.words.join(" "));
  }

  /** Offset after what closes; the end of the line when that is not on it. In E'' strings a backslash takes the next character. */
  private closing(text: string, from: number): number {
    const closes = { "*/": /\*\/|\/\*/g, "E'": /\\[^]?|'/g }[this.open.toUpperCase()];
    if (closes === undefined) {
      const end = text.indexOf(this.open, from);
      if (end < 0) return text.length;
      const after = end + this.open.length;
      this.open = "";
      return after;
    }
    closes.lastIndex = from;
    const [found] = closes.exec(text) ?? [];
    if (found === undefined) return text.length;
    if (found === "/*") this.comments++;
    else if (found === "'" || (found === "*/" && --this.comments === 0)) this.open = "";
    if (found === "'") this.escaped = true;
    return closes.lastIndex;
  }
}
