/** What differs in backups. */
export interface BackupPart {
  /** Variables of {@link BackupPart.scripts}; none is secret. */
  variables: Record<string, string>;
  /** Paths of the parts that the scripts of components/backup are completed with. */
  scripts: {
    /** Dumps, counts, what is applied. Part of all that work on a database. */
    base: string;
    /** Names of databases, their sessions, their exchange. */
    switch: string;
    /** More that an exchange needs. */
    exchange: string[];
  };
  /** Variables that name one table of a backup to restore.sh, by its name in the manifest. */
  table: (name: string) => Record<string, string>;
}
