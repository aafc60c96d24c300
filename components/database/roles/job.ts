/** The roles of a database are to be set up. Holds their passwords. */
export interface RolesJob {
  container: string;
  database: string;
  /** The one role that is set up, by its name. Unset: those that every database has. */
  role?: string;
  /** Minutes that the SQL waits for a migration that runs. Unset: it does not wait. */
  wait?: number;
  /** Shell command inside the container that runs SQL as administrator. */
  admin: string;
  /** SQL that makes the roles. */
  sql: string;
  /** For engines that do not note themselves which version wrote the data: a file, and the variable of the image that says it. */
  marker?: { file: string; variable: string };
}
