import type { Dialect } from "../client/dialect";
import type { BackupPart } from "./backup";
import type { ChecksPart } from "./checks";
import type { DatabasesPart } from "./databases";
import type { DumpPart } from "./dump";
import type { Grammar } from "./grammar";
import type { GuardPart } from "./guard";
import type { RoleToMake } from "./roles";
import type { ServerFacts } from "./server";

/** Name of a database product, in messages, jobs, labels and manifests. */
export type ProductName = "PostgreSQL" | "MySQL" | "MariaDB";

/**
 * All that differs between database products, as data and pure functions. Nothing outside `postgres/` and `mysql/` asks which product it
 * has: it asks the product for what it needs, and what is new here is written for all of them.
 */
export interface Product extends ServerFacts {
  name: ProductName;
  /** A session of its client: the ledger, the lock, errors. */
  dialect: Dialect;
  /** How its SQL is read. */
  grammar: Grammar;
  /** Whether a successor can serve the data, and the way from one major version to the next. */
  guard: GuardPart;
  /** SQL that makes one more role as it must be: it may what it is to, and no more. Running it twice changes nothing. */
  roleSql: (role: RoleToMake) => string;
  /** Minutes that this SQL waits for a migration that runs. Unset: it does not wait. */
  roleWait?: number;
  /** Backups: programs, scripts. */
  backup: BackupPart;
  /** What is asked of the schema and of the application's rights. */
  checks: ChecksPart;
  /** More databases of the same server: beside, thrown away. */
  databases: DatabasesPart;
  /** Dumps of other servers, and how they are loaded. */
  dump: DumpPart;
  /**
   * SQL with which the owner of the schema gives itself a password and takes it away again. Unset: it cannot.
   */
  ownPassword?: { set: (password: string, salt: string) => string; take: string };
}
