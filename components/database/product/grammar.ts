/** What an action of ALTER TABLE costs; the words are in `migration.risks` of messages/. */
export type AlterCost =
  | "checks"
  | "column"
  | "copies"
  | "data"
  | "dependants"
  | "missing"
  | "narrow"
  | "reads"
  | "rewrites"
  | "rows"
  | "unlogged";

/** How the SQL of a product is read: by its client, which splits a file into statements, and by its server. */
export interface Grammar {
  /** Comment to the end of the line. Patterns are sticky. */
  line: RegExp;
  /** Command to the client, which is no SQL. */
  command: RegExp;
  /** One may stand within a statement too. */
  commandsInside: boolean;
  /** Command that changes what ends statements, as its first group; the body of a routine needs one. Unset: there is none. */
  delimiter?: RegExp;
  /** A delimiter within parentheses or a BEGIN ATOMIC body ends nothing. */
  nests: boolean;
  nestedComments: boolean;
  /** Opens a comment whose content the server runs. */
  commentedCode?: RegExp;
  /** Opens and closes a quoted body. */
  dollarQuote?: RegExp;
  /** Statements that lines of data follow. */
  beforeData?: RegExp;
  /** A text in double quotes is a string, not a name. */
  doubleQuotedStrings: boolean;
  /** Whether a backslash escapes in a quote that stands after this token. */
  escapes: (quote: string, before: string) => boolean;
  /** Names without quotes are lower case. */
  foldsNames: boolean;
  /** Schema that a name without one is looked up in; one that names it is the same. */
  defaultSchema?: string;
  /** A schema is a database: DROP SCHEMA loses its data, and a statement can name another database. */
  schemaIsDatabase: boolean;
  /** Changes of the schema are rolled back with their transaction; else each commits. */
  schemaInTransaction: boolean;
  /** DO runs a block of code; else it evaluates expressions. */
  doIsBlock: boolean;
  /** CREATE INDEX keeps writers waiting. */
  indexBlocksWrites: boolean;
  /** What one action of ALTER TABLE costs, the first pattern that fits; nothing: it costs nothing. */
  alterTable: [pattern: RegExp, cost?: AlterCost][];
}
