import { setTimeout as sleep } from "node:timers/promises";
import type { MigrationFile } from "../files";
import type { LedgerRow } from "../ledger";
import type { Dialect, Entry } from "./dialect";
import { fileText } from "./file-text";
import type { Job, Target } from "./job";
import { Watch } from "./lock";
import { ledgerRows } from "./locked";
import { cutOff, halfWay, placeOf, rolledBack } from "./messages";
import { MigrationError } from "./migration-error";
import type { Report } from "./run";
import { Session, SessionEnded } from "./session";
import { diskTrouble, mayAnswer, serverTrouble } from "./trouble";

/** What a file is run with. */
export interface Running {
  job: Job;
  session: Session;
  dialect: Dialect;
  report: Report;
  /** The session's number in the server. */
  connection: string;
  /** Who runs it. */
  who: string;
}

/** Seconds that a server which ended gets to be there again, so that what became of its file is known. */
const patience = 10;

/**
 * Runs one file with its record. One text a file: with a thousand of them, each answer that is waited for counts.
 *
 * @throws MigrationError when it failed: where, why, what is left of it, and how to go on
 */
export async function applyFile(file: MigrationFile, entry: Entry, running: Running): Promise<void> {
  const { job, session, dialect, report, connection, who } = running;
  const { text, before, atomic } = fileText(file, entry, dialect);
  const began = new Date();
  const watch = new Watch(file.name, connection, job, dialect, report);
  try {
    await session.ask(text + dialect.reset(who, job.lockWait), (row) => report(`  | ${row}`));
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    watch.end();
    const disk = await diskTrouble(job, error.told.message, began);
    const where = [...placeOf(file, error.told, before, dialect), ...disk];
    const row = await record(job, dialect, dialect.failed(entry, where.join("\n"), atomic), file.name);
    const server = await serverTrouble(job, began);
    if (!row) throw new MigrationError(cutOff(file, job, [...where, ...server], atomic));
    // Cut off between its record and its answer.
    if (row.state === "applied") throw error;
    const blame = { blocker: watch.blocker, server, elsewhere: disk.length + server.length > 0 };
    throw new MigrationError(
      atomic ? rolledBack(file, job, where, blame) : halfWay(file, job, row, dialect, blame),
    );
  } finally {
    watch.end();
  }
}

/**
 * Writes to the ledger in a session of its own, because the one that failed is gone. A server that is being started again is waited for.
 * Undefined when the database does not answer.
 */
async function record(
  target: Target,
  dialect: Dialect,
  sql: string,
  name: string,
): Promise<LedgerRow | undefined> {
  for (const end = Date.now() + patience * 1000; ; await sleep(500)) {
    const session = new Session(target.container, target.client, dialect);
    try {
      await session.ask(dialect.opening("migration", 5) + sql);
      return (await ledgerRows(session, dialect)).find((row) => row.name === name);
    } catch {
      if (Date.now() > end || !(await mayAnswer(target))) return undefined;
    } finally {
      await session.close();
    }
  }
}
