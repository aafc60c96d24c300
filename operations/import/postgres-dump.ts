import { UserError } from "../kernel/report";
import { Ends, readable, type DumpReader } from "./dump";
import { PsqlText } from "./psql-text";

/** Statements of one line that belong to the server that the dump is from: owners, rights, roles, and what makes `public`. */
const foreign = [
  /^ALTER [^;]+ OWNER TO [^;]+;$/,
  /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|SET SESSION AUTHORIZATION|SET ROLE|RESET ROLE)\b[^;]*;$/,
  /^COMMENT ON EXTENSION [^;]+;$/,
  /^(CREATE|DROP) SCHEMA (IF (NOT )?EXISTS )?public;$/,
  // All of it is one transaction of ours.
  /^(BEGIN|COMMIT|START TRANSACTION)( WORK| TRANSACTION)?;$/i,
  // Of a newer pg_dump than the server is; each is the default.
  /^SET (transaction_timeout|idle_in_transaction_session_timeout) = 0;$/,
  /^\\(un)?restrict\b/,
];

/** What begins, ends or leaves a transaction, by its first words. */
const transaction = /^(COMMIT|END|ROLLBACK|ABORT|BEGIN|START|PREPARE TRANSACTION)$/;

/** A dump of PostgreSQL as SQL: what is inside of data, strings and bodies of functions is left alone. */
export class PostgresDump implements DumpReader {
  private inData = false;
  private number = 0;
  private out = 0;
  private readonly text = new PsqlText();
  private readonly ends = new Ends(/^-- PostgreSQL database dump$/, /^-- PostgreSQL database dump complete/);
  readonly isCutOff = this.ends.isCutOff;
  readonly leftOut = () => this.out;

  line(text: string): string {
    this.number++;
    const plain = text.replace(/\r$/, "");
    if (this.inData) {
      this.inData = plain !== "\\.";
      return text;
    }
    if (this.text.atStart()) {
      this.ends.see(plain);
      if (foreign.some((pattern) => pattern.test(plain))) {
        this.out++;
        return "";
      }
      if (/^\\c|^CREATE DATABASE\b/i.test(plain))
        throw new UserError(
          `The dump chooses a database, or is one of a whole server: ${readable(plain).slice(0, 60)}\n  fix: pg_dump of one database, without --create; not pg_dumpall`,
        );
    }
    for (const event of this.text.follow(plain)) {
      if (event.kind === "backslash") this.refuse(plain, "a psql command, not SQL");
      if (event.kind === "starts" && transaction.test(event.words))
        this.refuse(plain, "begins or ends a transaction, but the whole import is one transaction");
      if (event.kind === "data") this.inData = true;
    }
    return text;
  }

  private refuse(text: string, why: string): never {
    throw new UserError(
      `Line ${this.number} of the dump: ${why}: ${readable(text).slice(0, 60)}\n  fix: delete it from the dump, or dump the database again with pg_dump`,
    );
  }
}
