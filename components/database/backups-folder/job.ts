/** A volume for the backups of a database, which is to belong to its server. */
export interface BackupsFolderJob {
  /** Id of the server's image. */
  image: string;
  volume: string;
  /** User of the server in that image. */
  user: string;
}
