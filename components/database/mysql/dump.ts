import { say } from "../../../messages/say";
import { UserError } from "../../engine/user-error";
import { Ends, readable, type DumpPart, type DumpReader } from "../product/dump";

/** Dumps of MySQL and MariaDB. The application's role has rights in the whole database already. */
export const mysqlDump: DumpPart = {
  reader: () => new MySqlDump(),
  begin: "",
  end: () => "",
};

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
    // It runs as the user that loads it: the owner of the schema.
    return /^(\/\*!|CREATE )/.test(text) ? text.replace(definer, "DEFINER=CURRENT_USER") : text;
  }

  private chooses(text: string): void {
    const [, name] = /^USE\s+`?([^`;]+)/i.exec(text) ?? [];
    if (name !== undefined) this.databases.add(readable(name));
    if (this.databases.size > 1) throw new UserError(say().database.dump.manyDatabases([...this.databases]));
  }
}
