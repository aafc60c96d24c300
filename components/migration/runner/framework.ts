import { createHash } from "node:crypto";
import { say } from "../../../messages/say";
import type { Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import type { World } from "../../engine/world";
import { runOnce, type Once } from "../../workload/run-once";
import type { Applied } from "../applied";
import { makeBackup } from "./backup";
import type { Job } from "./job";
import { locked, type Locked } from "./locked";
import { UserError } from "../../engine/user-error";
import { asOwner, withOwnersPassword, type OwnerVariables } from "./owner";
import { productOf } from "../../database/products";
import { releaseName } from "./release-name";

/** A framework's own command to run; its standard input. `once` and `check` hold secrets. */
export interface FrameworkJob extends Omit<Job, "folder" | "files"> {
  /** Name in the ledger: the command. */
  title: string;
  once: Once;
  /** Ends with 0 when nothing is pending. */
  check?: Once;
  /** Both run as the owner of the schema. */
  ownerVariables?: OwnerVariables;
}

/**
 * Runs a framework's command while the migration lock is held: check, backup, command, record.
 *
 * @throws UserError when it fails; what it left in the database is the framework's to say
 */
export async function migrateByFramework(
  job: FrameworkJob,
  engine: Engine,
  report: Report,
  world: Pick<World, "now">,
): Promise<Applied> {
  const { ownerVariables } = job;
  const { ownPassword } = productOf(job.product);
  return locked(
    job,
    engine,
    async (open) => {
      if (!ownerVariables || !ownPassword) return migrate(open, job, engine, report, world);
      return withOwnersPassword(open.session, ownPassword, (password) => {
        const by = (once: Once) => asOwner(once, ownerVariables, job.owner, password);
        return migrate(
          open,
          { ...job, once: by(job.once), ...(job.check && { check: by(job.check) }) },
          engine,
          report,
          world,
        );
      });
    },
    { lockWait: job.lockWait, by: "framework's migration" },
  );
}

async function migrate(
  { session, dialect }: Locked,
  job: FrameworkJob,
  engine: Engine,
  report: Report,
  world: Pick<World, "now">,
): Promise<Applied> {
  const texts = say().migration.runner;
  const lines: string[] = [];
  if (job.check && (await runOnce(job.check, engine, () => undefined)) === 0) {
    report(texts.nothingPending(job.title));
    return { applied: [] };
  }
  const release = job.release ?? releaseName(world.now());
  const backup =
    job.backup === undefined ? undefined : await makeBackup(job, engine, job.backup, release, report);
  const sha256 = createHash("sha256").update(job.once.image).digest("hex");
  const entry = { ordinal: 0, name: job.title.slice(0, 255), sha256, release, backup };
  await session.ask(dialect.started(entry));
  report(texts.running(job.title));
  const code = await runOnce(job.once, engine, (line) => (lines.push(line), report(`  | ${line}`)));
  if (code === 0) {
    await session.ask(dialect.ended(entry.name, 0, ""));
    return { applied: [], ...(backup !== undefined && { backup }) };
  }
  await session.ask(dialect.failed(entry, lines.slice(-5).join("\n"), false));
  throw new UserError(
    texts.commandFailed({ command: job.title, database: job.database, lines: lines.slice(-20), backup }),
  );
}
