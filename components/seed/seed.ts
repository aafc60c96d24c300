import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { targetOf } from "../database/client/target";
import type { Database } from "../database/database";
import type { Migration } from "../migration/migration";
import { lint } from "../migration/sql/lint";
import { scan } from "../migration/sql/scan";
import { nodeProgram } from "../engine/node-program";
import { once, type OnceArgs } from "../workload/once";
import { UserError } from "../engine/user-error";
import type { SeedJob } from "./runner";

/** Arguments of {@link Seed}. */
export interface SeedArgs {
  database: Database;
  /**
   * SQL file that may run any number of times, relative to the project. It runs as one transaction. A last query with the columns item, created,
   * already there and total is shown in words.
   * @example "seeds/office_permissions.sql"
   */
  file?: string;
  /** Or a command in a container of the release's image, that may run any number of times. */
  command?: OnceArgs;
  /** Migrations that make what it fills: it runs after each of them. */
  after: Migration[];
  /**
   * What makes a release, for example the image ids of the services: the seed runs whenever one of these, its own text or the migrations
   * are new. So it runs in each release that changes something, and `pulumi preview` stays empty when nothing did.
   */
  every: pulumi.Input<string>[];
}

/**
 * Rows that the system needs in its tables, after the migrations of every release; it says what it created.
 *
 * @throws UserError naming everything that is wrong with the file
 */
export class Seed extends pulumi.ComponentResource {
  /** Depend on this to start after it. */
  readonly done: pulumi.Resource;

  constructor(name: string, args: SeedArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Seed", name, {}, opts);
    const { database, command, after, every } = args;
    const file = args.file === undefined ? undefined : checkedFile(args.file, database);
    if ((file === undefined) === (command === undefined)) throw new UserError(say().seed.fileOrCommand(name));
    const job = pulumi
      .all([targetOf(database), command && once(name, command, database)])
      .apply(([target, run]): SeedJob => ({
        ...target,
        name,
        ...(file && { file }),
        ...(run && { once: run }),
      }));
    this.done = nodeProgram(
      name,
      {
        file: [__dirname, "runner"],
        host: database.host,
        job: command ? pulumi.secret(job) : job,
        triggers: [...after.map(({ head }) => head), ...(command ? [command.image] : []), ...every],
      },
      { parent: this, dependsOn: after.map(({ done }) => done) },
    );
    this.registerOutputs({});
  }
}

function checkedFile(path: string, database: Database): { path: string; sha256: string } {
  if (!existsSync(path)) throw new UserError(say().seed.missing(path));
  const sql = readFileSync(path, "utf8");
  const { language } = database.product.dialect;
  const mistakes = lint(path, sql, scan(sql, language), language);
  if (mistakes.length > 0) throw new UserError({ what: say().seed.cannotRun(path), details: mistakes });
  return { path, sha256: createHash("sha256").update(sql).digest("hex") };
}
