import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { say } from "../../messages/say";
import type { Target } from "../database/client/target";
import { locked } from "../migration/runner/locked";
import type { Engine } from "../engine/engine";
import { engineJob } from "../engine/engine-job";
import type { Report } from "../engine/run-job";
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
export async function seed(job: SeedJob, engine: Engine, report: Report): Promise<void> {
  if (job.file) return seedBySql(job, job.file, engine, report);
  if (job.once && (await runOnce(job.once, engine, (line) => report(`  | ${line}`))) === 0) return;
  throw new UserError(say().seed.commandFailed(job.name));
}

async function seedBySql(
  job: SeedJob,
  { path, sha256 }: { path: string; sha256: string },
  engine: Engine,
  report: Report,
): Promise<void> {
  const sql = readFileSync(path, "utf8");
  if (createHash("sha256").update(sql).digest("hex") !== sha256)
    throw new UserError(say().seed.changedMeanwhile(path));
  await locked(
    job,
    engine,
    async ({ session, dialect }) => {
      const before = dialect.atomic?.begin ?? "";
      try {
        await session.ask(`${before}${sql}\n;\nCOMMIT;\n`.replace(/;\s*;\nCOMMIT/, ";\nCOMMIT"), {
          onRow: (row) => report(reported(row)),
        });
      } catch (error) {
        if (!(error instanceof SessionEnded)) throw error;
        const file = { ordinal: 0, name: path, path, sha256, sql };
        const place = placeOf(file, error.told, before === "" ? 0 : 1, dialect);
        throw new UserError(say().seed.sqlFailed({ name: job.name, database: job.database, place }));
      }
    },
    { lockWait: 60, by: `seed ${job.name}` },
  );
}

/** A row `item, created, already there, total` in words; another one as it is. */
export function reported(row: string): string {
  const [item = "", created = "", present = "", total = "", ...more] = row.split(/[|\t]/);
  const numbers = [created, present, total].every((value) => /^\d+$/.test(value));
  if (!numbers || more.length > 0) return `  | ${row}`;
  return `  ${say().seed.counted({ item, created, present, total })}`;
}

if (require.main === module) engineJob<SeedJob>(seed);
