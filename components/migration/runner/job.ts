import type { Engine } from "../../database/engines";
import type { Dialect } from "./dialect";
import { mysql } from "./mysql";
import { postgres } from "./postgres";

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

/** What a runner is to do; also its standard input. Holds no secret. */
export interface Job extends Target {
  /** Folder of the SQL files. */
  folder: string;
  /** The files, as the program saw them: another text than that is refused. */
  files: { name: string; sha256: string }[];
  /** Only the first so many. Default: all. */
  upTo?: number;
  /** Seconds that another runner, or a lock in the database, is waited for. */
  lockWait: number;
  /** Shell text that makes a backup inside the container. */
  backup?: string;
  /** Name of the release, for the ledger. Default: when it ran, and the commit of the project. */
  release?: string;
}

/** Gets each line of progress. */
export type Report = (line: string) => void;

/** How a product is spoken to. */
export function dialectOf({ product }: Pick<Target, "product">): Dialect {
  return product === "PostgreSQL" ? postgres : mysql;
}
