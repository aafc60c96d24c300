/** What differs in what is asked of a schema, and of the application's role. */
export interface ChecksPart {
  /** Tables, columns, constraints, indexes and views, without the ledger and what extensions brought: a line each. */
  schema: string;
  /** Columns and indexes of the tables that are found without a schema's name: a JSON object each. */
  tables: string;
  /**
   * Lists what the application's role cannot work with.
   *
   * @param hidden tables that it has no right to, on purpose
   */
  cannotWork: (database: string, app: string, hidden: string[]) => string;
  /** Fails where the role cannot read one of these tables. Unset: {@link ChecksPart.cannotWork} tells all. */
  reads?: (app: string, tables: string[]) => string;
  /** What to do when the role lacks rights; `docker` is the word that talks to the engine. */
  remedy: (docker: string, container: string, database: string, app: string) => string;
}
