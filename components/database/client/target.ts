import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database";
import type { Engine } from "../engines";
import { mysql } from "../mysql/dialect";
import { postgres } from "../postgres/dialect";
import type { Dialect } from "./dialect";

/** The database that a runner works on. Everything is reached through its container. */
export interface Target {
  product: Engine["product"];
  container: string;
  database: string;
  /** Role that owns the schema. */
  owner: string;
  /** Client as that role. */
  client: string;
  /** Client as administrator: to see who holds a lock, and for databases that are thrown away. */
  admin: string;
}

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

/** How a product is spoken to. */
export function dialectOf({ product }: Pick<Target, "product">): Dialect {
  return product === "PostgreSQL" ? postgres : mysql;
}
