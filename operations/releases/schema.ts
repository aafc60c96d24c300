import { existsSync } from "node:fs";
import { join } from "node:path";
import { dialectOf } from "../../components/database/client/target";
import { readMigrations } from "../../components/migration/files";
import type { Engine } from "../../components/engine/engine";
import type { LedgerRow } from "../../components/migration/ledger";
import type { ReleaseRecord } from "../../components/release/record";
import { locked, readLedger } from "../../components/migration/runner/locked";
import { type Job } from "../../components/migration/runner/job";
import { say } from "../../messages/say";
import type { StateRead } from "../kernel/state-read";
import { componentsIn } from "../state";
import { unfitting } from "./fits";

/** What a rollback means for one database. */
export interface SchemaGap {
  job: Job;
  /** The stack's. */
  engine: Engine;
  /** Files that are applied and that the older release does not have, in their order. */
  ahead: LedgerRow[];
  /** Files that are applied and that the older release had, although its stored source lacks them: git did not track them, or they were left out. */
  untracked: LedgerRow[];
  /** Files that began and did not end. */
  blocked: LedgerRow[];
  /** What of them the older release may not be able to live with, a line each. */
  unfitting: string[];
}

/**
 * Compares the ledgers of a stack's databases with the files of an older release.
 *
 * @param engine the stack's
 * @param now folder of today's project, which has the texts of the files
 * @param then folder of the older release's project
 * @param to record of the older release
 */
export async function schemaGaps(
  state: StateRead,
  engine: Engine,
  now: string,
  then: string,
  to: ReleaseRecord,
): Promise<SchemaGap[]> {
  const jobs = componentsIn(state, "Migration").flatMap(({ job }) => (job ? [job] : []));
  return Promise.all(jobs.map((job) => gapOf(job, engine, now, then, to)));
}

/** Whether a release was made with a file that its stored source lacks. */
export function hadUntracked(
  { migrations = [], source }: Pick<ReleaseRecord, "migrations" | "source">,
  file: string,
): boolean {
  const isIts = (path: string) => `/${path}/`.includes(`/${file}/`);
  const { untracked = [], leftOut = [], linksOut = [] } = source ?? {};
  return migrations.includes(file) || [...untracked, ...leftOut, ...linksOut].some(isIts);
}

async function gapOf(
  job: Job,
  engine: Engine,
  now: string,
  then: string,
  to: ReleaseRecord,
): Promise<SchemaGap> {
  const { language } = dialectOf(job);
  const filesThen = existsSync(join(then, job.folder))
    ? readMigrations(join(then, job.folder), language).files
    : [];
  const known = new Set(filesThen.map(({ name }) => name));
  // An order that names a file which is not there tells nothing of the others.
  const isThere = (name: string) => known.has(name) || existsSync(join(then, job.folder, name));
  const rows = ((await readLedger(job, engine)) ?? []).filter(({ ordinal }) => ordinal > 0);
  const lacking = rows.filter(
    ({ name, state }) => (state === "applied" || state === "baseline") && !isThere(name),
  );
  const untracked = lacking.filter(({ name }) => hadUntracked(to, name));
  const ahead = lacking.filter((row) => !untracked.includes(row));
  const texts = new Map(
    readMigrations(join(now, job.folder), language).files.map((file) => [file.name, file]),
  );
  return {
    job,
    engine,
    ahead,
    untracked,
    blocked: rows.filter(({ state }) => state === "started"),
    unfitting: ahead.flatMap(({ name }) => {
      const file = texts.get(name);
      return file ? unfitting(file, language) : [say().releases.rollback.databases.noText(name)];
    }),
  };
}

/** Writes into the ledger that these files stay although the release that is gone back to does not have them. */
export async function keepAhead(
  { job, engine, ahead, untracked }: SchemaGap,
  release: number,
): Promise<void> {
  const names = [...untracked, ...ahead].map(({ name }) => name);
  if (names.length === 0) return;
  await locked(job, engine, ({ session, dialect }) =>
    session.ask(dialect.keep(names, `rollback to release ${release}`)),
  );
}

/** Writes into the ledger again what it said before {@link keepAhead}: an earlier rollback's word on a file stays. */
export async function unkeepAhead({ job, engine, ahead, untracked }: SchemaGap): Promise<void> {
  const rows = [...untracked, ...ahead];
  for (const reason of new Set(rows.map(({ kept }) => kept))) {
    const names = rows.filter(({ kept }) => kept === reason).map(({ name }) => name);
    await locked(job, engine, ({ session, dialect }) =>
      session.ask(dialect.keep(names, reason ?? undefined)),
    );
  }
}
