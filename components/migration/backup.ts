import type * as pulumi from "@pulumi/pulumi";

/** How a backup is made before a migration. */
export interface BackupBefore {
  /**
   * Shell text that runs inside the database's container (`docker exec`) whenever a file is pending, before any SQL and while the migration
   * lock is held, with REASON=migration and RELEASE in its environment. It prints the backup's id as the last line of its standard
   * output. When it fails, or prints nothing, no SQL is run.
   */
  command: string;
  /** What must be there before it can run. */
  ready: pulumi.Resource[];
}
