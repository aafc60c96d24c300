import { hostname, userInfo } from "node:os";
import { readMigrations, type MigrationFile } from "../files";
import { compare, type LedgerRow } from "../ledger";
import { makeBackup } from "./backup";
import type { Dialect, Entry } from "./dialect";
import { fileText } from "./file-text";
import { dialectOf, type Job, type Target } from "./job";
import { takeLock, Watch } from "./lock";
import { disagreement, halfWay, placeOf, refused, rolledBack } from "./messages";
import { MigrationError } from "./migration-error";
import { releaseName } from "./release-name";
import { Session, SessionEnded } from "./session";

/** Gets each line of progress. */
export type Report = (line: string) => void;

/**
 * Applies what is pending: lock, ledger, backup, files and their records in one session of the database's own client. Every decision is made
 * under the lock, from the ledger: a second runner waits, and then finds nothing to do.
 *
 * @returns how many files were applied
 * @throws MigrationError which says what happened, what is left, and how to go on
 */
export async function migrate(job: Job, report: Report): Promise<number> {
  const dialect = dialectOf(job);
  const files = filesOf(job, dialect);
  const session = new Session(job.container, job.client, dialect);
  session.onNews = (line) => report(`  | ${line}`);
  const who = `migration by ${userInfo().username} on ${hostname()}`;
  try {
    await session.ask(dialect.opening(who, job.lockWait));
    await takeLock(session, dialect, job, job.lockWait, report);
    await session.ask(dialect.ledger);
    const rows = await ledgerRows(session, dialect);
    const { pending, ...rest } = compare(files, rows);
    const problems = disagreement(rest);
    if (problems.length > 0) throw new MigrationError(refused(job, problems));
    const back = rows.filter(({ name, kept }) => kept && files.some((file) => file.name === name));
    if (back.length > 0)
      await session.ask(
        dialect.keep(
          back.map(({ name }) => name),
          undefined,
        ),
      );
    if (pending.length > 0) {
      const release = job.release ?? (await releaseName());
      const backup =
        job.backup === undefined ? undefined : await makeBackup(job, job.backup, release, report);
      const [connection = ""] = await session.ask(dialect.connection);
      for (const file of pending) {
        report(`applying ${file.ordinal} ${file.name}`);
        const entry = { ...file, release, backup };
        await applyFile(file, entry, { job, session, dialect, report, connection, who });
      }
    }
    await confirm(files, session, dialect, job);
    report(`migrations complete: ${files.length}`);
    return pending.length;
  } catch (error) {
    throw error instanceof SessionEnded ? new MigrationError(cutOff(error, job)) : error;
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
  throw new MigrationError(
    refused(job, [
      `The files in ${job.folder} were changed since this update began: begin it again.`,
      ...mistakes,
    ]),
  );
}

/** The ledger, in the order of its files. */
export async function ledgerRows(session: Session, dialect: Dialect): Promise<LedgerRow[]> {
  const rows = await session.ask(dialect.rows);
  return rows.map((row) => JSON.parse(row) as LedgerRow);
}

interface Running {
  job: Job;
  session: Session;
  dialect: Dialect;
  report: Report;
  /** The session's number in the server. */
  connection: string;
  /** Who runs it. */
  who: string;
}

/** One text a file: with a thousand of them, each answer that is waited for counts. */
async function applyFile(file: MigrationFile, entry: Entry, running: Running): Promise<void> {
  const { job, session, dialect, report, connection, who } = running;
  const { text, before, atomic } = fileText(file, entry, dialect);
  const watch = new Watch(file.name, connection, job, dialect, report);
  try {
    await session.ask(text + dialect.reset(who, job.lockWait), (row) => report(`  | ${row}`));
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    watch.end();
    const where = placeOf(file, error.told, before, dialect);
    const row = await record(job, dialect, dialect.failed(entry, where.join("\n"), atomic), file.name);
    if (!row) throw new MigrationError(gone(file, job, where, atomic));
    // Cut off between its record and its answer.
    if (row.state === "applied") throw error;
    throw new MigrationError(
      atomic ? rolledBack(file, job, where, watch.blocker) : halfWay(file, job, row, dialect, watch.blocker),
    );
  } finally {
    watch.end();
  }
}

/** Writes to the ledger in a session of its own, because the one that failed is gone. Undefined when the database does not answer. */
async function record(
  target: Target,
  dialect: Dialect,
  sql: string,
  name: string,
): Promise<LedgerRow | undefined> {
  const session = new Session(target.container, target.client, dialect);
  try {
    await session.ask(dialect.opening("migration", 5) + sql);
    return (await ledgerRows(session, dialect)).find((row) => row.name === name);
  } catch {
    return undefined;
  } finally {
    await session.close();
  }
}

/** The database does not answer any more: what its ledger will say when it does. */
function gone(file: MigrationFile, job: Job, where: string[], atomic: boolean): string {
  return [
    `Migration ${file.name} was cut off: database ${job.database} in container ${job.container} does not answer.`,
    ...where.map((line) => `  ${line}`),
    atomic
      ? "The database rolls it back when it starts again; the files before it stay applied."
      : `It cannot be rolled back: 'npm run migrate -- status' says how far it came, when the database answers again.`,
    "The services still run the old release. Mend the cause, then run 'pulumi up' again.",
  ].join("\n");
}

/** The session ended outside of a file: nothing of one is lost. */
function cutOff(error: SessionEnded, job: Job): string {
  return [
    `The session with database ${job.database} in container ${job.container} ended before it was complete.`,
    ...error.message.split("\n").map((line) => `  ${line}`),
    "Files that were applied stay recorded; no other one was begun. Mend the cause, then run 'pulumi up' again.",
  ].join("\n");
}

/** The last word comes from the ledger. */
async function confirm(files: MigrationFile[], session: Session, dialect: Dialect, job: Job): Promise<void> {
  const { pending, ...rest } = compare(files, await ledgerRows(session, dialect));
  const lines = [...disagreement(rest), ...pending.map(({ name }) => `${name} ran, but has no record`)];
  if (lines.length > 0) throw new MigrationError(refused(job, lines));
}
