/** Whose SQL a text is. MariaDB's counts as MySQL's: both clients read it alike. */
export type Language = "PostgreSQL" | "MySQL";

/**
 * What became of a file. `started`: it runs, or it was cut off where the database could not roll it back, and an operator must resolve
 * it. `failed` and `rolled back`: nothing of it is in the database, it runs again. `baseline`: it was there before the ledger.
 */
export type LedgerState = "started" | "applied" | "failed" | "rolled back" | "baseline";

/** What a client said when it stopped. */
export interface ClientError {
  /** Line of the whole input, when the client names one. */
  line?: number;
  /** The message, without the client's decoration; more lines may follow. */
  message: string;
}

/** Values of a ledger row that the runner writes. */
export interface LedgerEntry {
  ordinal: number;
  name: string;
  sha256: string;
  release: string;
  backup: string | undefined;
}

/** What differs between databases in a migration's session: SQL and the ways of the client. */
export interface Dialect {
  language: Language;
  /** Options that make the owner's client print plain rows as soon as they are there, and never reconnect. */
  options: string;
  /** Begins a session that cannot write. */
  readOnly: string;
  /** Ends what a file may have left of its own delimiter. */
  usualDelimiter: string;
  /** Makes the client print rows and nothing else. */
  quiet: string;
  /** Sent first. `who` names this runner to others. */
  opening: (who: string, lockWait: number) => string;
  /** Undoes what a file may have set for the session. */
  reset: (who: string, lockWait: number) => string;
  /** Makes the client print a line. */
  mark: (line: string) => string;
  /** Prints `1` when the lock was free. It is the session's until it ends. */
  tryLock: string;
  /** Prints who holds the lock. */
  lockHolder: string;
  /** Prints the number of this connection. */
  connection: string;
  /** For the administrator: prints whom the connection waits for, a line each. */
  blockers: (connection: string) => string;
  /** Makes the ledger, or brings an older one up to date. */
  ledger: string;
  /** Prints `tables: N`: how many there are besides the ledger. */
  tables: string;
  /** Prints the ledger's rows as JSON, a line each. */
  rows: string;
  /** What the client says when there is no ledger yet. */
  noLedger: RegExp;
  /** Records that a file starts, where it does not run in one transaction with its record. */
  started: (entry: LedgerEntry) => string;
  /** Records how many statements of a file stay; begins no new line. */
  progress: (name: string, statements: number, delimiter: string) => string;
  /** Ends a started file, and then runs `reset`. */
  ended: (name: string, statements: number, reset: string) => string;
  /** A file and its record in one transaction; undefined where the database has none for changes of the schema. */
  atomic?: { begin: string; end: (entry: LedgerEntry) => string };
  /** Records a failure. */
  failed: (entry: LedgerEntry, error: string, rolledBack: boolean) => string;
  /** Sets the state of a file that is in another one, by default `started`; baseline rows are made. */
  resolve: (name: string, state: LedgerState, from?: LedgerState) => string;
  baseline: (entry: LedgerEntry) => string;
  /** Says why files may be missing; without a reason they may not. */
  keep: (names: string[], reason: string | undefined) => string;
  /** Understands what the client wrote to standard error when it stopped. */
  error: (stderr: string) => ClientError;
  /** A line of standard error that is only news: shown while it runs. */
  news: (line: string) => string | undefined;
}

/** Text as an SQL literal; both databases are told to take backslashes as they are, or it has none. */
export function literal(text: string | undefined): string {
  return text === undefined ? "NULL" : `'${text.replaceAll("'", "''")}'`;
}
