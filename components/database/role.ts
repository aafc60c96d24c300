import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import { UserError } from "../engine/user-error";
import type { Database } from "./database";
import { nameMistakes } from "./mistakes";
import type { Right } from "./product/roles";
import { makeRole } from "./roles/make-role";

/** Arguments of {@link DatabaseRole}. */
export interface DatabaseRoleArgs {
  database: Database;
  /**
   * What it may do: see {@link Right}.
   */
  may: Exclude<Right, "backup">;
  /**
   * Its name in the database: lower-case letters, digits and underscores.
   * @default `<database>_<name>`, with `_` for `-`
   */
  role?: string;
}

/**
 * One more role of a database, with a password of its own: for reports, for another application, for what collects figures. When `may` changes,
 * its rights do, and its password stays. Removed from the program, the role stays in the database: drop it there.
 *
 * @throws UserError naming everything that is wrong with the arguments
 * @example
 * const reports = new DatabaseRole("reports", { database, may: "read" });
 * new Service("reports", { host, image, databases: [database], secrets: { DATABASE_URL: reports.url }, dependsOn: [reports.ready], … });
 */
export class DatabaseRole extends pulumi.ComponentResource {
  /** Name of the role. */
  readonly role: string;
  /** Generated; letters and digits. Secret. */
  readonly password: pulumi.Output<string>;
  /** Connection string of the role. Secret. */
  readonly url: pulumi.Output<string>;
  /** Depend on this to start when it can log in. */
  readonly ready: pulumi.CustomResource;

  constructor(name: string, args: DatabaseRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:DatabaseRole", name, {}, opts);
    const { database, may } = args;
    const { product, address } = database;
    this.role = args.role ?? `${database.database}_${name.replaceAll("-", "_")}`;
    const mistakes = roleMistakes(this.role, database);
    if (mistakes.length > 0)
      throw new UserError({ what: say().database.cannotCreateRole(name), details: mistakes });

    const { password, ready } = makeRole(this, name, { database, role: this.role, may });
    this.password = pulumi.secret(password);
    this.ready = ready;
    this.url = pulumi.secret(
      pulumi.interpolate`${product.scheme}://${this.role}:${password}@${address}:${product.port}/${database.database}`,
    );
    this.registerOutputs({ role: this.role, password: this.password, url: this.url });
  }
}

/** Roles of each database that the program made so far. */
const made = new WeakMap<Database, Set<string>>();

function roleMistakes(role: string, database: Database): string[] {
  const { owner, app, product } = database;
  const { roleTaken, roleTwice } = say().database.mistake;
  const before = made.get(database) ?? new Set();
  const twice = before.has(role) ? [roleTwice(role)] : [];
  made.set(database, before.add(role));
  return [
    ...nameMistakes(product, "role", role),
    ...([owner, app, backupRole(database)].includes(role) ? [roleTaken(role)] : twice),
  ];
}

/** Name of the role that takes backups of a database. */
export const backupRole = ({ database }: Pick<Database, "database">) => `${database}_backup`;
