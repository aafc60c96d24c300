/** What a volume holds, read without a server. */
export interface Data {
  /** Text of the file that says which version wrote it; empty: no data. */
  marker: string;
  /** Number of the user who owns the files. */
  owner: number;
  /** Number of the image's own user. */
  server: number;
  /** There is a folder of the database's name. */
  hasFolder: boolean;
  /** PostgreSQL: files of `pg_authid` and `pg_database`. */
  roles?: Buffer;
  databases?: Buffer;
  /** PostgreSQL: replication slots and prepared transactions that it must find room for. */
  slots: number;
  prepared: number;
  /** MariaDB: the file of accounts. */
  accounts?: Buffer;
}

/** What the successor says of itself, and what the server of now says of its data: values by name. */
export type Facts = Map<string, string>;

/** Something that data of another system lack. */
export interface Lack {
  problem: string;
  /** SQL that ends it; it stands in single quotes of a shell, within double quotes. */
  statements: string[];
}

/** Names in the way from one major version to the next. */
export interface UpgradeNames {
  /** Container that runs the old version. */
  container: string;
  /** Container that runs the new one. */
  next: string;
  /** Volume with the old version's data. */
  volume: string;
  /** Volume of the new version. */
  data: string;
  /** `docker run` of the new version, up to its image. */
  run: string;
}

/** How the order is known in which the indexes of a database sort texts. */
export interface Collations {
  /** Command inside the container that prints each database with the version that its indexes were built with, and that of the library now. */
  query: string[];
  /** Command on the host that builds the indexes of a database again, and records that they fit. */
  rebuild: (container: string, database: string) => string;
}

/** What differs in what the guard looks at before a container is replaced. */
export interface GuardPart {
  /** Shell text that prints, with `fact NAME VALUE`, what of {@link Data} only this product has. It runs in the folder of the data. */
  look: string;
  /** Shell text that ends with 1 and an error when the image lacks one of `$EXTENSIONS`; empty: there are none. */
  checkExtensions: string;
  /** What the server could not be reached by, or would not find, on these data. */
  lacks: (data: Data, database: string) => Lack[];
  /**
   * A command that runs statements on data that no server works on.
   *
   * @param run gives `docker run … sh -c` as a user
   * @param owner number of the user who owns the data
   */
  offline: (run: (user: string) => string, owner: number, statements: string[]) => string;
  /** Settings that data are made with: the server does not start, or loses sight of tables, with another value. */
  unchangeable: string[];
  /**
   * Shell command inside the container that prints a name and its value a line, divided by a tab.
   *
   * @param of the successor, or the server of now, which is asked for its data
   */
  facts: (database: string, of: "successor" | "data") => string;
  /** What is in the data and has no room in the settings, a line each. */
  shortOf: (data: Data, next: Facts) => string[];
  /** The data keep the order in which a library of the operating system sorts texts. Unset: the product brings its own. */
  collations?: Collations;
  /** Steps between stopping what writes and stopping the new version's server: commands, where `@IMAGE@` stands for the new image. */
  upgrade: (names: UpgradeNames) => string[];
}
