import { UserError } from "../../toolchain/report";

/** Reads a dump line by line and leaves out what only its own server understands. */
export interface DumpReader {
  /** The line as it is to be run; an empty one in the place of what is left out, so that the database's line numbers are those of the file. */
  line: (text: string) => string;
  /** The file says by itself that it is a dump, and where it ends: and that end did not come. */
  isCutOff: () => boolean;
  /** How many statements were left out. */
  leftOut: () => number;
}

/** Notices whether a dump that announces itself also ends. */
class Ends {
  private begun = false;
  private ended = false;

  constructor(
    private readonly head: RegExp,
    private readonly tail: RegExp,
  ) {}

  see(text: string): void {
    if (!text.startsWith("--")) return;
    if (this.tail.test(text)) this.ended = true;
    else if (this.head.test(text)) this.begun = true;
  }

  isCutOff = () => this.begun && !this.ended;
}

/** Statements of one line that belong to the server that the dump is from: owners, rights, roles, and what makes `public`. */
const foreign = [
  /^ALTER .+ OWNER TO .+;$/,
  /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|SET SESSION AUTHORIZATION|SET ROLE|RESET ROLE)\b.*;$/,
  /^COMMENT ON EXTENSION .+;$/,
  /^(CREATE|DROP) SCHEMA (IF (NOT )?EXISTS )?public;$/,
  // All of it is one transaction of ours.
  /^(BEGIN|COMMIT|START TRANSACTION)( WORK| TRANSACTION)?;$/i,
  // Of a newer pg_dump than the server is; each is the default.
  /^SET (transaction_timeout|idle_in_transaction_session_timeout) = 0;$/,
  /^\\(un)?restrict\b/,
];

/** A dump of PostgreSQL as SQL: what is inside of data, strings and bodies of functions is left alone. */
export class PostgresDump implements DumpReader {
  private inData = false;
  /** What closes the string, body or comment that a line before opened. */
  private open = "";
  private inStatement = false;
  private out = 0;
  private readonly ends = new Ends(/^-- PostgreSQL database dump$/, /^-- PostgreSQL database dump complete/);
  readonly isCutOff = this.ends.isCutOff;
  readonly leftOut = () => this.out;

  line(text: string): string {
    if (this.inData) {
      this.inData = text !== "\\.";
      return text;
    }
    if (this.open === "" && !this.inStatement) {
      this.ends.see(text);
      if (foreign.some((pattern) => pattern.test(text))) {
        this.out++;
        return "";
      }
      if (/^\\|^CREATE DATABASE\b/.test(text))
        throw new UserError(
          `The dump chooses a database, or is one of a whole server: ${text.slice(0, 60)}\n  fix: pg_dump of one database, without --create; not pg_dumpall`,
        );
    }
    this.follow(text);
    if (!this.inStatement && this.open === "" && /^COPY .* FROM stdin;$/i.test(text)) this.inData = true;
    return text;
  }

  /** Follows strings, names, bodies and comments to the end of the line. */
  private follow(text: string): void {
    for (let at = 0; at < text.length;) {
      if (this.open !== "") {
        const end = this.closing(text, at);
        if (end < 0) return;
        at = end;
        this.open = "";
        continue;
      }
      const token =
        /[eE]?'|"|\$(?:[A-Za-z_]\w*)?\$|--|\/\*|;|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|\S/g;
      token.lastIndex = at;
      const found = token.exec(text);
      if (!found || found[0] === "--") return;
      at = token.lastIndex;
      if (found[0] === "/*") this.open = "*/";
      else if (found[0] === ";") this.inStatement = false;
      else {
        this.inStatement = true;
        if (/^([eE]?'|"|\$.*\$)$/.test(found[0])) this.open = found[0];
      }
    }
  }

  /** Offset after what closes; -1: not in this line. In E'' strings a backslash takes the next character. */
  private closing(text: string, from: number): number {
    if (!/^[eE]'$/.test(this.open)) {
      const end = text.indexOf(this.open, from);
      return end < 0 ? -1 : end + this.open.length;
    }
    for (let at = from; at < text.length; at++) {
      if (text[at] === "\\") at++;
      else if (text[at] === "'") return at + 1;
    }
    return -1;
  }
}

const definer = /DEFINER\s*=\s*(`[^`]*`|'[^']*'|\w+)@(`[^`]*`|'[^']*'|[\w.%]+)/;

/** A dump of MySQL or MariaDB as SQL. Its data have no line of their own: texts are written with `\n`. */
export class MySqlDump implements DumpReader {
  private readonly databases = new Set<string>();
  private dropping = false;
  /** In the body of a routine or trigger, which has another delimiter. */
  private inBody = false;
  private out = 0;
  private readonly ends = new Ends(/^-- (MySQL|MariaDB) dump /, /^-- Dump completed/);
  readonly isCutOff = this.ends.isCutOff;
  readonly leftOut = () => this.out;

  line(text: string): string {
    this.ends.see(text);
    const begins =
      /^(USE |(CREATE|DROP) DATABASE\b|SET @@GLOBAL\.|SET @@SESSION\.SQL_LOG_BIN|SET @MYSQLDUMP|GRANT |CREATE USER|FLUSH |\/\*M!999999)/i;
    const ofDatabase = /^\/\*!\d+ (CREATE|DROP) DATABASE\b/i;
    const [, delimiter] = /^DELIMITER (\S+)/i.exec(text) ?? [];
    if (delimiter !== undefined) this.inBody = delimiter !== ";";
    if (this.dropping || (!this.inBody && (begins.test(text) || ofDatabase.test(text)))) {
      this.chooses(text);
      if (!this.dropping) this.out++;
      this.dropping = !/(;|\*\/;?)\s*$/.test(text);
      return "";
    }
    // Whoever loads it is who it runs as: the owner of the schema.
    return /^(\/\*!|CREATE )/.test(text) ? text.replace(definer, "DEFINER=CURRENT_USER") : text;
  }

  private chooses(text: string): void {
    const [, name] = /^USE\s+`?([^`;]+)/i.exec(text) ?? [];
    if (name !== undefined) this.databases.add(name);
    if (this.databases.size > 1)
      throw new UserError(
        `The dump holds more than one database: ${[...this.databases].join(", ")}\n  fix: dump the one that is meant`,
      );
  }
}
