import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database/database";
import type { Target } from "./runner/job";

/** A database as a runner reaches it. */
export function targetOf(database: Database): pulumi.Output<Target> {
  const { engine, owner, ownerClient } = database;
  return pulumi.output(database.container).apply((container) => ({
    product: engine.product,
    container,
    database: database.database,
    owner,
    client: ownerClient,
    admin: engine.admin(database.database),
  }));
}
