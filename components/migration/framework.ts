import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import { nodeProgram } from "../engine/node-program";
import { once, type OnceArgs } from "../workload/once";
import type { BackupBefore } from "./backup";
import type { FrameworkJob } from "./runner/framework";
import type { OwnerVariables } from "./runner/owner";
import { UserError } from "../engine/user-error";

/** Arguments of {@link FrameworkMigration}. */
export interface FrameworkMigrationArgs extends OnceArgs {
  /** The database that is changed. */
  database: Database;
  /**
   * Command that ends with 0 when nothing is pending: then nothing more runs and no backup is made. Unset: the command runs with every
   * new image.
   * @example ["python", "manage.py", "migrate", "--check"]
   */
  check?: string[];
  /**
   * Environment variables that get the role that owns the schema, and its password, in place of what `settings` and `secrets` say: needed
   * wherever the command changes the schema, because the application's role may not. The password is made for this one run. PostgreSQL only.
   * @example { userVariable: "POSTGRES_USER", passwordVariable: "POSTGRES_PASSWORD" }
   */
  owner?: OwnerVariables;
  /** What must succeed before it runs. */
  after?: pulumi.Resource[];
  /** How a backup is made before it. Unset: none is made. */
  backup?: BackupBefore;
  /** Seconds that another runner is waited for. Default 60. */
  lockWait?: number;
}

/**
 * Migrations that a framework keeps itself (Django, Alembic), run by its own command in a container of the new image on the database's network,
 * under the lock that all runners take. It runs when the image, the command or a setting is new. What it applied is in the
 * framework's own table; the ledger has one row, of its last run.
 */
export class FrameworkMigration extends pulumi.ComponentResource {
  /** Depend on this to start after it. */
  readonly done: pulumi.Resource;

  constructor(name: string, args: FrameworkMigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:FrameworkMigration", name, {}, opts);
    const { database, check, owner, backup, lockWait = 60 } = args;
    const { product } = database;
    if (owner && !product.ownPassword)
      throw new UserError(
        say().migration.ownerNotSupported({ name, database: database.database, product: product.name }),
      );
    const job = pulumi
      .all([
        targetOf(database),
        once(name, args, database),
        check && once(name, { ...args, command: check }, database),
      ])
      .apply(([target, command, checked]): FrameworkJob => ({
        ...target,
        lockWait,
        title: args.command.join(" ").replace(/\s+/g, " "),
        once: command,
        ...(owner && { ownerVariables: owner }),
        ...(checked && { check: checked }),
        ...(backup && { backup: backup.command }),
      }));
    this.done = nodeProgram(
      name,
      {
        file: [__dirname, "runner/framework-main"],
        host: database.host,
        job: pulumi.secret(job),
        triggers: [args.image],
        answers: true,
      },
      { parent: this, dependsOn: [database.ready, ...(args.after ?? []), ...(backup?.ready ?? [])] },
    );
    this.registerOutputs({});
  }
}
