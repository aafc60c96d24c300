import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import { nodeProgram } from "../engine/node-program";
import { UserError } from "../engine/user-error";
import type { BackupBefore } from "./backup";
import { readMigrations, triggerOf, type MigrationFile } from "./files";
import { lookAhead, lookBack } from "./look";
import type { Outlook } from "./outlook";
import { type Job } from "./runner/job";

/** Arguments of {@link Migration}. */
export interface MigrationArgs {
  /** The database that is changed. */
  database: Database;
  /**
   * Folder with the SQL files, relative to the project. Their order: an `order.txt`, or else their numbers (`001_name.sql`, `V1__name.sql`), or
   * folders `<timestamp>_<name>/migration.sql` as Prisma makes them.
   */
  folder: string;
  /** What must succeed before the first file runs: the images of the release, so that a failed build changes no database. */
  after?: pulumi.Resource[];
  /** How a backup is made when a file is pending. Unset: none is made. */
  backup?: BackupBefore;
  /**
   * Seconds to wait for another runner, or for a lock that another session holds in the database. Then the release fails and names the holder.
   * Default 60.
   */
  lockWait?: number;
}

/**
 * The ordered SQL files of a system, applied once each and recorded in the database's ledger. A service that takes it as an
 * argument starts after it. Without a new file nothing is shown and nothing runs.
 *
 * @throws UserError naming everything that is wrong with the folder; a preflight finds it earlier
 */
export class Migration extends pulumi.ComponentResource {
  /** Depend on this to start after every file is applied. */
  readonly done: pulumi.Resource;
  /** Changes whenever a file is new: a trigger for what must run after each migration. */
  readonly head: string;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Migration", name, {}, opts);
    const { database, folder, backup } = args;
    const { language } = database.product.dialect;
    const { files, mistakes } = readMigrations(folder, language);
    if (mistakes.length > 0)
      throw new UserError({ what: say().migration.cannotRun(folder), details: mistakes });
    // The preview's diff names each new file by these.
    const triggers = files.map(triggerOf);
    this.head = `${files.length} files to ${triggers.at(-1)}`;
    const job = this.job(args, files);
    this.done = nodeProgram(
      name,
      { file: [__dirname, "runner/main"], host: database.host, job, triggers, answers: true },
      { parent: this, dependsOn: [database.ready, ...(args.after ?? []), ...(backup?.ready ?? [])] },
    );
    // For `npm run migrate`, also when no file could be applied yet.
    const outputs = { job, environment: database.host.environment };
    if (pulumi.runtime.isDryRun()) {
      this.registerOutputs({ ...outputs, outlook: this.outlook(database, files) });
      return;
    }
    lookBack(database, files, this.done);
    this.registerOutputs(outputs);
  }

  private outlook(
    database: Database,
    files: MigrationFile[],
  ): pulumi.Inputs & { [Key in keyof Outlook]: pulumi.Input<Outlook[Key]> } {
    return {
      database: database.database,
      head: this.head,
      files: files.map(({ name }) => name),
      ledger: lookAhead(database, files, this),
    };
  }

  private job(
    { database, folder, backup, lockWait = 60 }: MigrationArgs,
    files: MigrationFile[],
  ): pulumi.Output<Job> {
    return targetOf(database).apply((target) => ({
      ...target,
      folder,
      files: files.map(({ name, sha256 }) => ({ name, sha256 })),
      lockWait,
      ...(backup && { backup: backup.command }),
    }));
  }
}
