/** A database that is to answer. Holds no secret. */
export interface DatabaseReadyJob {
  container: string;
  /** Shell command inside the container that asks the server; exit code 0: it answered. */
  query: string;
  /** Seconds that it may take. */
  timeout: number;
}
