import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../../../messages/say";
import type { Target } from "../../database/client/target";
import type { Engine } from "../../engine/engine";
import type { Report } from "../../engine/run-job";
import type { World } from "../../engine/world";
import type { MigrationFile } from "../files";
import type { LedgerRow } from "../ledger";
import type { Dialect, LedgerEntry } from "../../database/client/dialect";
import { fileText } from "./file-text";
import type { Job } from "./job";
import { Watch } from "./lock";
import { ledgerRows } from "./locked";
import { cutOff, halfWay, placeOf, rolledBack } from "./messages";
import { UserError } from "../../engine/user-error";
import { Session, SessionEnded } from "../../database/client/session";
import { diskTrouble, mayAnswer, serverTrouble } from "./trouble";

/** What a file is run with. */
export interface Running {
  job: Job;
  engine: Engine;
  session: Session;
  dialect: Dialect;
  report: Report;
  /** Its clock dates what is looked for in the server's log. */
  world: Pick<World, "now">;
  /** The session's number in the server. */
  connection: string;
  /** Who runs it. */
  who: string;
}

/** More pending files than a release usually has. */
const many = 20;
/** Seconds that a server which ended gets to be there again, so that what became of its file is known. */
const patience = 10;

/**
 * Runs files with their records, one after the other.
 *
 * Each answer that is waited for takes milliseconds on its way through the engine. So where many are pending, as in a new database, the next
 * ones are sent ahead. With few, nothing more begins after a runner was killed.
 *
 * @throws UserError for the first that failed: where, why, what is left of it, and how to go on
 */
export async function applyFiles(
  files: MigrationFile[],
  entry: Pick<LedgerEntry, "release" | "backup">,
  running: Running,
): Promise<void> {
  const ahead = files.length > many ? 4 : 0;
  const sent: Promise<void>[] = [];
  for (const file of files) {
    const answer = applyFile(file, { ...file, ...entry }, running);
    // The first failure is what counts; those after it were not begun.
    answer.catch(() => undefined);
    sent.push(answer);
    if (sent.length > ahead) await sent.shift();
  }
  for (const answer of sent) await answer;
}

/** One text a file, its record included. */
async function applyFile(file: MigrationFile, entry: LedgerEntry, running: Running): Promise<void> {
  const { job, session, dialect, report, world, who } = running;
  const { text, before, atomic } = fileText(file, entry, dialect, dialect.reset(who, job.lockWait));
  let watch: Watch | undefined;
  let began = world.now();
  const onStart = () => {
    began = world.now();
    report(say().migration.runner.applying(file));
    watch = new Watch(file.name, running);
  };
  try {
    await session.ask(text, {
      onStart,
      onRow: (row) => report(`  | ${row}`),
    });
  } catch (error) {
    if (!(error instanceof SessionEnded) || !watch) throw error;
    watch.end();
    throw await failure(file, entry, error, { ...running, atomic, before, began, blocker: watch.blocker });
  } finally {
    watch?.end();
  }
}

/** What is known of a file whose session ended. */
interface Ended extends Running {
  atomic: boolean;
  /** Lines of its text before its own first one. */
  before: number;
  began: Date;
  blocker: string | undefined;
}

/** Records that a file failed, and says why. */
async function failure(
  file: MigrationFile,
  entry: LedgerEntry,
  error: SessionEnded,
  ended: Ended,
): Promise<Error> {
  const { job, engine, dialect, atomic, before, began, blocker } = ended;
  const disk = await diskTrouble(job, engine, error.told.message, began);
  const where = [...placeOf(file, error.told, before, dialect), ...disk];
  const row = await record(job, engine, dialect, dialect.failed(entry, where.join("\n"), atomic), file.name);
  const server = await serverTrouble(job, engine, began);
  if (!row) return new UserError(cutOff(file, job, [...where, ...server], atomic));
  // Cut off between its record and its answer.
  if (row.state === "applied") return error;
  const blame = { blocker, server, elsewhere: disk.length + server.length > 0 };
  return new UserError(
    atomic ? rolledBack(file, job, where, blame) : halfWay(file, job, row, dialect, blame),
  );
}

/**
 * Writes to the ledger in a session of its own, because the one that failed is gone. A server that is being started again is waited for.
 * Undefined when the database does not answer.
 */
async function record(
  target: Target,
  engine: Engine,
  dialect: Dialect,
  sql: string,
  name: string,
): Promise<LedgerRow | undefined> {
  for (const end = performance.now() + patience * 1000; ; await sleep(500)) {
    const session = new Session(engine, target.container, target.client, dialect);
    try {
      await session.ask(dialect.opening("migration", 5) + sql);
      return (await ledgerRows(session, dialect)).find((row) => row.name === name);
    } catch {
      if (performance.now() > end || !(await mayAnswer(target, engine))) return undefined;
    } finally {
      await session.close();
    }
  }
}
