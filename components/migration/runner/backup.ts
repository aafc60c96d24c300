import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Target } from "../../database/client/target";
import type { Report } from "../../engine/run-job";
import { refused } from "./messages";
import { JobError } from "../../engine/job-error";

const run = promisify(execFile);

/**
 * Runs the backup's command inside the database's container, while the session holds the migration lock.
 *
 * @returns the backup's id: the last line that it printed
 * @throws JobError when it fails or names no backup; no SQL was run then
 */
export async function makeBackup(
  job: Target,
  command: string,
  release: string,
  report: Report,
): Promise<string> {
  report("making a backup before the first file");
  const env = ["--env", "REASON=migration", "--env", `RELEASE=${release}`];
  try {
    const { stdout } = await run("docker", ["exec", ...env, job.container, "sh", "-c", command], {
      maxBuffer: 1 << 26,
    });
    const id = stdout.trim().split("\n").at(-1)?.trim() ?? "";
    if (id === "")
      throw Object.assign(new Error("it ended without printing the backup's id"), { stderr: "" });
    report(`backup: ${id}`);
    return id;
  } catch (error) {
    const { stderr = "", message } = error as Error & { stderr?: string; code?: number };
    const said = stderr.trim() || message;
    throw new JobError(
      refused(job, [
        "The backup before the migration failed:",
        ...said
          .split("\n")
          .slice(-10)
          .map((line) => `  ${line}`),
      ]),
    );
  }
}
