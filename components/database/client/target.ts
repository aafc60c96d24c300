import type * as pulumi from "@pulumi/pulumi";
import type { Database } from "../database";
import type { ProductName } from "../product/product";
import { productOf } from "../products";
import type { Dialect } from "./dialect";

/** The database that a runner works on. Everything is reached through its container. */
export interface Target {
  product: ProductName;
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
  const { product, owner, ownerClient } = database;
  return database.container.apply((container) => ({
    product: product.name,
    container,
    database: database.database,
    owner,
    client: ownerClient,
    admin: product.admin(database.database),
  }));
}

/** How a product is spoken to. */
export function dialectOf({ product }: Pick<Target, "product">): Dialect {
  return productOf(product).dialect;
}
