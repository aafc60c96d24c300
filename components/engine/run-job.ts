import { text } from "node:stream/consumers";
import { EngineFailed } from "./api/failed";
import { answerLine } from "./answer";
import { UserError } from "./user-error";
import { theWorld, type World } from "./world";

/** Gets each line of progress. */
export type Report = (line: string) => void;

/**
 * What node-program.sh starts: does the job of standard input, tells its progress, and ends with 1 after a message when it failed.
 *
 * @param work what it resolves to is the job's answer, its last line; undefined: it has none
 */
export function runJob<Job>(work: (job: Job, report: Report, world: World) => Promise<unknown>): void {
  const report = (line: string) => console.log(line);
  const main = async () => {
    const answer = await work(JSON.parse(await text(process.stdin)) as Job, report, theWorld);
    if (answer !== undefined) console.log(answerLine(answer));
  };
  // The terminal that it goes to may have been closed: what was begun ends all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  // Node.js also ends when nothing is left that could answer, as a connection that is gone: then nothing was done.
  process.exitCode = 1;
  main().then(
    () => (process.exitCode = 0),
    (error: unknown) =>
      console.error(error instanceof UserError || error instanceof EngineFailed ? error.message : error),
  );
}
