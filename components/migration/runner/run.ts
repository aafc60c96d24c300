import { hostname, userInfo } from "node:os";
import { say } from "../../../messages/say";
import type { Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import type { World } from "../../engine/world";
import { dialectOf } from "../../database/client/target";
import { readMigrations, type MigrationFile } from "../files";
import type { Applied } from "../applied";
import { compare } from "../ledger";
import { applyFiles } from "./apply-file";
import { makeBackup } from "./backup";
import type { Dialect } from "../../database/client/dialect";
import { type Job } from "./job";
import { takeMigrationLock } from "./lock";
import { ledgerRows } from "./locked";
import { disagreement, interrupted, refused } from "./messages";
import { UserError } from "../../engine/user-error";
import { releaseName } from "./release-name";
import { Session, SessionEnded } from "../../database/client/session";
import { diskTrouble, serverTrouble } from "./trouble";

/**
 * Applies what is pending: lock, ledger, backup, files and their records in one session of the database's own client. Every decision is made
 * under the lock, from the ledger: a second runner waits, and then finds nothing to do.
 *
 * @throws UserError which says what happened, what is left, and how to go on
 */
export async function migrate(
  job: Job,
  engine: Engine,
  report: Report,
  world: Pick<World, "now">,
): Promise<Applied> {
  const dialect = dialectOf(job);
  const files = filesOf(job, dialect);
  const session = new Session(engine, job.container, job.client, dialect);
  session.onNews = (line) => report(`  | ${line}`);
  const began = world.now();
  const who = `migration by ${userInfo().username} on ${hostname()}`;
  try {
    await session.ask(dialect.opening(who, job.lockWait));
    await takeMigrationLock(session, dialect, job, job.lockWait, report);
    await session.ask(dialect.ledger);
    const rows = await ledgerRows(session, dialect);
    const { pending, ...rest } = compare(files, rows);
    const problems = disagreement(rest);
    if (problems.length > 0) throw new UserError(refused(job, problems));
    const back = rows.filter(({ name, kept }) => kept && files.some((file) => file.name === name));
    if (back.length > 0)
      await session.ask(
        dialect.keep(
          back.map(({ name }) => name),
          undefined,
        ),
      );
    const did: Applied = { applied: pending.map(({ name }) => name) };
    if (pending.length > 0) {
      const release = job.release ?? releaseName(world.now());
      const backup =
        job.backup === undefined ? undefined : await makeBackup(job, engine, job.backup, release, report);
      if (backup !== undefined) did.backup = backup;
      const [connection = ""] = await session.ask(dialect.connection);
      const running = { job, engine, session, dialect, report, world, connection, who };
      await applyFiles(pending, { release, backup }, running);
    }
    await confirm(files, session, dialect, job);
    report(say().migration.runner.complete(files.length));
    return did;
  } catch (error) {
    throw error instanceof SessionEnded ? await ended(error, job, engine, began) : error;
  } finally {
    await session.close();
  }
}

/** The files as the program saw them. Their texts are read now, and are not in the state. */
function filesOf(job: Job, dialect: Dialect): MigrationFile[] {
  const { files, mistakes } = readMigrations(job.folder, dialect.language);
  const same =
    files.length === job.files.length && files.every((file, at) => file.sha256 === job.files[at]?.sha256);
  if (mistakes.length === 0 && same) return files.slice(0, job.upTo);
  throw new UserError(refused(job, [say().migration.runner.filesChanged(job.folder), ...mistakes]));
}

/** The session ended outside of a file: nothing of one is lost. */
async function ended(
  { told, stderr }: SessionEnded,
  job: Job,
  engine: Engine,
  began: Date,
): Promise<UserError> {
  // A server that is down already went down before this began.
  const since = new Date(began.getTime() - 120_000);
  const why = [
    ...(await diskTrouble(job, engine, stderr, since)),
    ...(await serverTrouble(job, engine, since)),
  ];
  return new UserError(interrupted(job, [...told.message.split("\n"), ...why]));
}

/** The last word comes from the ledger. */
async function confirm(files: MigrationFile[], session: Session, dialect: Dialect, job: Job): Promise<void> {
  const { pending, ...rest } = compare(files, await ledgerRows(session, dialect));
  const { noRecord } = say().migration.runner;
  const lines = [...disagreement(rest), ...pending.map(({ name }) => noRecord(name))];
  if (lines.length > 0) throw new UserError(refused(job, lines));
}
