import { say } from "../../messages/say";
import { runJob } from "../engine/run-job";
import { UserError } from "../engine/user-error";
import { runOnce, type Once } from "../workload/run-once";

/** A task to run; the standard input of node-program.sh. Holds secrets. */
export interface TaskJob {
  name: string;
  once: Once;
}

/** @throws UserError when the command did not end with 0 */
async function run({ name, once }: TaskJob, report: (line: string) => void): Promise<void> {
  if ((await runOnce(once, (line) => report(`  | ${line}`))) === 0) return;
  throw new UserError(say().task.failed(name));
}

if (require.main === module) runJob(run);
