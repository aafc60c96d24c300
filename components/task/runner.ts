import { say } from "../../messages/say";
import type { Engine } from "../engine/engine";
import { engineJob } from "../engine/engine-job";
import type { Report } from "../engine/run-job";
import { UserError } from "../engine/user-error";
import { runOnce, type Once } from "../workload/run-once";

/** A task to run; the standard input of node-program.sh. Holds secrets. */
export interface TaskJob {
  name: string;
  once: Once;
}

/** @throws UserError when the command did not end with 0 */
async function run({ name, once }: TaskJob, engine: Engine, report: Report): Promise<void> {
  if ((await runOnce(once, engine, (line) => report(`  | ${line}`))) === 0) return;
  throw new UserError(say().task.failed(name));
}

if (require.main === module) engineJob(run);
