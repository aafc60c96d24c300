import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { nodeProgram } from "../../engine/node-program";
import type { Database } from "../database";
import type { Right } from "../product/roles";
import type { RolesJob } from "./job";

/** A role that was made. */
export interface MadeRole {
  /** Generated; letters and digits. Secret. */
  password: pulumi.Output<string>;
  /** It can log in when this is done. */
  ready: pulumi.CustomResource;
}

/**
 * Makes one more role of a database, with a generated password, as children of a component.
 *
 * @param component what the role is for; its name begins theirs
 */
export function makeRole(
  component: pulumi.Resource,
  name: string,
  { database, role, may }: { database: Database; role: string; may: Right },
): MadeRole {
  const { host, product, owner } = database;
  const password = new random.RandomPassword(
    `${name}-password`,
    { length: 32, special: false },
    { parent: component },
  ).result;
  const ready = nodeProgram<RolesJob>(
    `${name}-role`,
    {
      file: [__dirname, "main"],
      host,
      job: pulumi.secret(
        pulumi.all([database.container, password]).apply(([container, secret]) => ({
          ...{ container, database: database.database, role, admin: product.admin(database.database) },
          ...(product.roleWait !== undefined && may !== "backup" && { wait: product.roleWait }),
          sql: product.roleSql({ database: database.database, owner, role, secret, may }),
        })),
      ),
      triggers: [database.ready.id],
    },
    { parent: component, dependsOn: [database.ready] },
  );
  return { password, ready };
}
