/** Who owns a database and who works with it. */
export interface Owners {
  owner: string;
  app: string;
}

/** What differs with more databases of one server: SQL of the administrator, and commands inside the container. */
export interface DatabasesPart {
  /** Command that runs SQL of standard input as administrator and prints bare rows. */
  rows: (database: string) => string;
  /** Command that runs SQL of standard input as the owner of the schema, silently; no other command in it. */
  ownerOnly: (owner: string, database: string) => string;
  /** Command that deletes a database. */
  drop: (name: string) => string;
  /** Tables and views but the ledger of migrations and what extensions bring along. */
  tables: (database: string) => string;
  /** Routines and events, where a failed import could leave some. Unset: it is rolled back with all that it made. */
  routines?: (database: string) => string;
  /** Drops everything in the database but the ledger. Unset: as {@link DatabasesPart.routines}. */
  drops?: {
    /** Gives a statement a row. */
    ask: (database: string) => string;
    /** Runs them, whatever refers to what. */
    run: (statements: string[]) => string;
  };
  /** A database beside the application's, with the same owner and rights. */
  beside: {
    /** Asks the application's database for what the new one must have too; its rows are the `found` below. */
    ask: string;
    create: (name: string, owner: string, found: string[]) => string;
    remove: (name: string) => string;
    /** Database from which the two are run. Unset: the application's. */
    from?: string;
    /** Runs in the new database. Unset: it needs nothing more. */
    furnish?: (owners: Owners, found: string[]) => string;
    /** Takes from the owner what `create` gave it besides the database. Unset: nothing. */
    revoke?: (name: string, owner: string) => string;
  };
  /** A database that migrations are tried in, as administrator in a session of the client. */
  throwaway: {
    /** As `beside.ask`. Unset: it needs nothing. */
    ask?: string;
    create: (name: string, owner: string, found: string[]) => string;
    /** The owner's client in it, where that needs no password; `admin` is the administrator's in it. */
    client: (admin: string, name: string, owner: string) => string;
  };
}
