import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database/database";
import { script } from "../script";
import { readMigrations } from "./files";
import { postgresSession } from "./postgres-session";
import { userError } from "../user-error";

/** Arguments of {@link Migration}. */
export interface MigrationArgs {
  /** The database that is changed. */
  database: Database;
  /** Folder with the SQL files and their `order.txt`, relative to the project. */
  folder: string;
  /** What must succeed before the first file runs: the images of the release, so that a failed build changes no database. */
  after?: pulumi.Resource[];
}

/**
 * The ordered SQL files of a system, applied once each and recorded in the database's ledger. A service that takes it as an
 * argument starts after it. Without a new file nothing is shown and nothing runs.
 *
 * @throws pulumi.RunError naming everything that is wrong with the folder; a preflight finds it earlier
 */
export class Migration extends pulumi.ComponentResource {
  /** Depend on this to start after every file is applied. */
  readonly done: pulumi.Resource;

  constructor(name: string, args: MigrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Migration", name, {}, opts);
    const { database, folder } = args;
    const { files, mistakes } = readMigrations(folder);
    if (database.engine.product !== "PostgreSQL")
      mistakes.push(
        `the session that applies them is for PostgreSQL, not yet for ${database.engine.product}`,
      );
    if (mistakes.length > 0)
      throw userError(
        [`The migrations in ${folder} cannot run; nothing was changed.`, ...mistakes].join("\n  "),
      );
    const session = postgresSession(files);
    this.done = script(
      name,
      {
        file: [__dirname, "migrate.sh"],
        host: database.host,
        variables: {
          CONTAINER: database.container,
          DATABASE: database.database,
          OWNER: database.owner,
          LINES_OF: session.lines,
          COMPLETE: session.complete,
        },
        stdin: session.text,
        // The preview's diff names each new file by these.
        triggers: files.map(({ name, sha256 }) => `${name} sha256:${sha256.slice(0, 16)}`),
      },
      { parent: this, dependsOn: [database.ready, ...(args.after ?? [])] },
    );
    this.registerOutputs({});
  }
}
