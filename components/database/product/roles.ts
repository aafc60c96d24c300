/** The two roles that every database has. */
export interface Roles {
  database: string;
  /** Owns the schema; logs in only from inside the container, without a password. */
  owner: string;
  /** The application: reads and writes rows. */
  app: string;
  /** The application's password. */
  secret: string;
  /** Makes the salt of what PostgreSQL keeps of the password another one in each system. */
  salt: string;
  /** PostgreSQL: extensions to create in the database. Default none. */
  extensions?: string[];
}

/**
 * What a role may do:
 * - `read`: the rows of all tables and views of the application, also of those that later migrations make
 * - `write`: what the application's own role may: rows are read, added, changed and deleted; the schema is not changed
 * - `monitor`: the server's own figures (sessions, locks, statements, replication), and no row of a table
 * - `backup`: everything that a dump needs is read, and nothing is written
 */
export type Right = "read" | "write" | "monitor" | "backup";

/** One more role of a database. */
export interface RoleToMake {
  database: string;
  /** Role that owns the schema. */
  owner: string;
  /** Name of the role. */
  role: string;
  /** Its password: letters and digits. */
  secret: string;
  may: Right;
}
