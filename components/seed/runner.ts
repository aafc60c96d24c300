import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Target } from "../database/client/target";
import { locked } from "../migration/runner/locked";
import { runJob, type Report } from "../engine/run-job";
import { UserError } from "../engine/user-error";
import { placeOf } from "../migration/runner/messages";
import { SessionEnded } from "../database/client/session";
import { runOnce, type Once } from "../workload/run-once";

/** A seed to run; the standard input of node-program.sh. `once` holds secrets. */
export interface SeedJob extends Target {
  name: string;
  /** SQL file and its hash as the program saw it. */
  file?: { path: string; sha256: string };
  /** Or a command. */
  once?: Once;
}

/** Runs a seed as one transaction, under the lock of migrations. */
export async function seed(job: SeedJob, report: Report): Promise<void> {
  if (job.file) return seedBySql(job, job.file, report);
  if (job.once && (await runOnce(job.once, (line) => report(`  | ${line}`))) === 0) return;
  throw new UserError(`Seed ${job.name} failed; see its lines above. ${ending}`);
}

async function seedBySql(
  job: SeedJob,
  { path, sha256 }: { path: string; sha256: string },
  report: Report,
): Promise<void> {
  const sql = readFileSync(path, "utf8");
  if (createHash("sha256").update(sql).digest("hex") !== sha256)
    throw new UserError(`${path} was changed after this update began: run it again.`);
  await locked(
    job,
    async ({ session, dialect }) => {
      const before = dialect.atomic?.begin ?? "";
      try {
        await session.ask(`${before}${sql}\n;\nCOMMIT;\n`.replace(/;\s*;\nCOMMIT/, ";\nCOMMIT"), {
          onRow: (row) => report(reported(row)),
        });
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
        const file = { ordinal: 0, name: path, path, sha256, sql };
        const lines = placeOf(file, error.told, before === "" ? 0 : 1, dialect).map((line) => `  ${line}`);
        throw new UserError(
          [`Seed ${job.name} failed on database ${job.database}.`, ...lines, ending].join("\n"),
        );
      }
    },
    { lockWait: 60, by: `seed ${job.name}` },
  );
}

const ending =
  "It left nothing behind. The services still run the old release. Fix the cause, then run 'pulumi up' again.";

/** A row `item, created, already there, total` in words; another one as it is. */
export function reported(row: string): string {
  const [item, created, present, total, ...more] = row.split(/[|\t]/);
  const numbers = [created, present, total].every((value) => value !== undefined && /^\d+$/.test(value));
  if (!numbers || more.length > 0) return `  | ${row}`;
  return `  ${item}: ${created} created, ${present} already there, ${total} in total`;
}

if (require.main === module) runJob<SeedJob>(seed);
