import type { Target } from "../../database/client/target";

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
