import { text } from "node:stream/consumers";
import { say } from "../../../messages/say";
import { docker } from "../../engine/docker";
import { UserError } from "../../engine/user-error";
import { guard } from "./guard";
import { type GuardJob } from "./job";

/** What node-program.sh starts: looks at the job of standard input, and ends with 1 after a message when it is refused. */
async function main(): Promise<void> {
  const job = JSON.parse(await text(process.stdin)) as GuardJob;
  for (const line of await guard(job, (...args) => docker({}, ...args))) console.log(line);
}

main().catch((error: unknown) => {
  const refused = error instanceof UserError;
  console.error(refused ? `${error.message}\n${say().database.guard.nothingChanged}` : error);
  process.exitCode = 1;
});
