import { say } from "../../../messages/say";
import type { Target } from "../../database/client/target";
import { saidOf } from "../../engine/said";
import { outcomeOf, type Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import { refused } from "./messages";
import { UserError } from "../../engine/user-error";

/**
 * Runs the backup's command inside the database's container, while the session holds the migration lock.
 *
 * @returns the backup's id: the last line that it printed
 * @throws UserError when it fails or names no backup; no SQL was run then
 */
export async function makeBackup(
  job: Target,
  engine: Engine,
  command: string,
  release: string,
  report: Report,
): Promise<string> {
  const texts = say().migration.runner;
  report(texts.backingUp);
  const environment = { REASON: "migration", RELEASE: release };
  const { code, stdout, stderr } = await outcomeOf(
    engine.exec(job.container, ["sh", "-c", command], { environment }),
  );
  const id = stdout.toString().trim().split("\n").at(-1)?.trim() ?? "";
  if (code === 0 && id !== "") {
    report(texts.backedUp(id));
    return id;
  }
  const said = code === 0 ? texts.noBackupId : saidOf(stderr, code);
  throw new UserError(
    refused(job, [
      texts.backupFailed,
      ...said
        .split("\n")
        .slice(-10)
        .map((line) => `  ${line}`),
    ]),
  );
}
