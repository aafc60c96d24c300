import type * as pulumi from "@pulumi/pulumi";
import type { Limits } from "../workload/container";
import type { Host } from "../engine/host";
import type { Product } from "./product/product";

/** Folder of the backups in a database's container and in that of the schedule: a volume of their own. */
export const backupFolder = "/var/backups/database";

/**
 * What every database component offers, whatever its product: enough for a migration to run and for a service to connect.
 * Its health has been shown by a real query, and its roles exist, when `ready` is there.
 */
export interface Database {
  readonly host: Host;
  /** What is particular about its product. */
  readonly product: Product;
  /** Id of its image. */
  readonly image: pulumi.Input<string>;
  /** Name of the container, for `docker exec`. */
  readonly container: pulumi.Output<string>;
  /** Name of the network on which services reach it. */
  readonly network: pulumi.Output<string>;
  /** Its name on that network. */
  readonly address: string;
  /** Name of the volume that its backups are on; mounted as {@link backupFolder}, and written by the server's user only. */
  readonly backups: pulumi.Output<string>;
  /** Time zone of the server. */
  readonly timeZone: string;
  /** Name of the database. */
  readonly database: string;
  /** Role that owns the schema: migrations run as it. Logs in from inside the container only, without a password. */
  readonly owner: string;
  /** Shell command inside the container that runs the SQL of its standard input as the owner, and ends at the first error. */
  readonly ownerClient: string;
  /** Role of the application: reads and writes rows, but does not change the schema. */
  readonly app: string;
  /** Connection string of the application's role. Secret. */
  readonly url: pulumi.Output<string>;
  /** Depend on this to start after the database answers. A new one each time that its container is new. */
  readonly ready: pulumi.CustomResource;
}

/** Arguments that every database takes. */
export interface DatabaseArgs extends Limits {
  host: Host;
  /** Image id; the image honours the official image's environment contract. */
  image: pulumi.Input<string>;
  /**
   * Name of the database: lower-case letters, digits and underscores. It cannot be changed later.
   * @example "order_system"
   */
  database: string;
  /** Role that owns the schema. Default `<database>_owner`. */
  owner?: string;
  /** Role of the application. Default `<database>_app`. */
  app?: string;
  /**
   * Password of the application's role, when it comes from elsewhere, as from an env file. Default: generated.
   */
  appPassword?: pulumi.Input<string>;
  /** Memory limit in MiB. The largest buffer of the server may take three quarters of it. */
  memory: number;
  /** Size of its shared memory (/dev/shm) in MiB; it counts as memory. Default 128 for PostgreSQL, else 64. */
  shmSize?: number;
  /** Refuse to delete container and volumes, also in `pulumi destroy`. The container may be replaced all the same. */
  protect: boolean;
  /** Publish the port on 127.0.0.1 of the host under this number. Unset: no port is published. */
  localPort?: number;
  /**
   * Time zone of the server, by its IANA name. Default "UTC".
   * @example "Asia/Shanghai"
   */
  timeZone?: string;
  /**
   * Settings of the server by name, handed over on its command line. One that the server does not know is refused before the
   * running container is touched.
   * @example { max_connections: 200 }
   */
  settings?: Record<string, string | number | boolean>;
  /**
   * Name of the data's volume. Default `<system>-<stack>-<name>`; another name is how a new major version gets data of its own. That of
   * the backups is always `<system>-<stack>-<name>-backups`.
   */
  volume?: string;
  /** Seconds that a start may take, crash recovery included, before the release fails. Default 120. */
  startTimeout?: number;
  /** Seconds that it may take to write everything out when it is stopped; at least 60. Default 60. */
  stopGrace?: number;
}
