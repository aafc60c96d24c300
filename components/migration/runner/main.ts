import { text } from "node:stream/consumers";
import type { Job } from "./job";
import { MigrationError } from "./migration-error";
import { migrate } from "./run";

/** Entry of migrate.sh: does the job of standard input, tells its progress, and ends with 1 after a message when it failed. */
async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as Job;
  await migrate(job, (line) => console.log(line));
}

main().catch((error: unknown) => {
  console.error(error instanceof MigrationError ? error.message : error);
  process.exitCode = 1;
});
