import { say } from "../../../messages/say";
import { UserError } from "../../engine/user-error";
import { Ends, readable, type DumpPart, type DumpReader } from "../product/dump";
import { PsqlText } from "./psql-text";

/** Dumps of PostgreSQL, loaded as one transaction. */
export const postgresDump: DumpPart = {
  reader: () => new PostgresDump(),
  archive: "pg_restore --no-owner --no-privileges -f -",
  begin: "BEGIN; ",
  end: rights,
};

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
        throw new UserError(say().database.dump.wholeServer(readable(plain).slice(0, 60)));
    }
    for (const event of this.text.follow(plain)) {
      if (event.kind === "backslash") this.refuse(plain, "psqlCommand");
      if (event.kind === "starts" && transaction.test(event.words)) this.refuse(plain, "transaction");
      if (event.kind === "data") this.inData = true;
    }
    return text;
  }

  private refuse(text: string, why: "psqlCommand" | "transaction"): never {
    throw new UserError(say().database.dump[why]({ line: this.number, text: readable(text).slice(0, 60) }));
  }
}

/** Schemas that the dump made get the rights of the application's role that `public` has. */
function rights(app: string): string {
  return `
DO $import$ DECLARE made text; BEGIN
  FOR made IN SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole AND nspname <> 'migrations' LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %1$I TO "${app}"', made);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${app}"', made);
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %1$I GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO "${app}"', made);
  END LOOP;
  -- One by one: what an extension has there belongs to another role.
  FOR made IN
    SELECT format(CASE relkind WHEN 'S' THEN 'USAGE, SELECT, UPDATE ON SEQUENCE %s' ELSE 'SELECT, INSERT, UPDATE, DELETE ON TABLE %s' END, pg_class.oid::regclass)
      FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE nspowner = current_user::regrole AND relowner = current_user::regrole AND nspname <> 'migrations' AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT format('EXECUTE ON ROUTINE %s', pg_proc.oid::regprocedure)
      FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
     WHERE nspowner = current_user::regrole AND proowner = current_user::regrole AND nspname <> 'migrations'
  LOOP
    EXECUTE format('GRANT %s TO "${app}"', made);
  END LOOP;
END $import$;
COMMIT;
`;
}
