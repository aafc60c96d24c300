import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../host";

/**
 * What every database component offers, whatever its engine: enough for a migration to run and for a service to connect.
 * Its health has been shown by a real query, and its roles exist, when `ready` is there.
 */
export interface Database {
  readonly host: Host;
  /** Name of the container, for `docker exec`. */
  readonly container: pulumi.Output<string>;
  /** Name of the network on which services reach it. */
  readonly network: pulumi.Output<string>;
  /** Name of the database. */
  readonly database: string;
  /** Role that owns the schema: migrations run as it. */
  readonly owner: string;
  /** Connection string of the application's role, which may read and write rows but not change the schema. Secret. */
  readonly url: pulumi.Output<string>;
  /** Depend on this to start after the database answers. */
  readonly ready: pulumi.Resource;
}
