/** Migrations did not run, or not all: the message is for the person who reads it. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}
