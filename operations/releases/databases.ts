import { labelOf } from "../../components/engine/labels";
import type { ReleaseRecord } from "../../components/release/record";
import type { LedgerRow } from "../../components/migration/ledger";
import { UserError } from "../../components/engine/user-error";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";
import { takeBackup } from "../script";
import { kindOf } from "../beside-name";
import { backCommand } from "../database-commands";
import { leftoversOf } from "../leftovers";
import { findManifest, readManifests } from "../manifests";
import { restore } from "../restore";
import { answered, findDatabase, type StackDatabase } from "../stack";
import type { Context } from "../context/context";
import type { SchemaGap } from "./schema";

/** What the user says of the databases. */
export interface Consent {
  /** The release can live with today's schema. */
  keep: boolean;
  restore: boolean;
  /** Backups to restore: an id, or `DATABASE=ID` where there are several. */
  backups: string[];
}

/** A database, and the backup that it is to get back. */
export interface Restore {
  target: StackDatabase;
  backup: string;
}

/** A database that was restored. */
export interface Restored {
  /** Name in its server. */
  database: string;
  backup: string;
  /** Command that gives the release before its database back; undefined when it is not known under which name that is kept. */
  back?: string;
}

/** @throws UserError when options do not go together */
export function checkConsent({ keep, restore: restores, backups }: Consent): void {
  const { keepOrRestore, backupAlone } = say().releases.rollback;
  if (keep && restores) throw new UserError(keepOrRestore());
  if (backups.length > 0 && !restores) throw new UserError(backupAlone());
}

/**
 * Says what holds for each database. Nothing is written.
 *
 * @returns what is to be restored, each backup known to be there
 * @throws UserError when the older release may not live with today's schema, or when what is to be restored is not there
 */
export async function planDatabases(
  found: Context,
  gaps: SchemaGap[],
  to: ReleaseRecord,
  consent: Consent,
): Promise<Restore[]> {
  const texts = say().releases.rollback.databases;
  // A file that stopped half-way is in the way of any update.
  const blocked = gaps.flatMap((gap) =>
    gap.blocked.map(({ name, backup }) => texts.blocked({ file: name, stack: found.stack, backup })),
  );
  if (blocked.length > 0) throw new UserError(blocked);
  if (!consent.restore) {
    for (const line of keptAsIs(gaps, to, consent.keep)) console.log(line);
    return [];
  }
  const untracked = gaps.flatMap(({ untracked: rows }) => rows.map(({ name }) => name));
  if (untracked.length > 0) throw new UserError(texts.sourceLacks(to.number, untracked));
  const restores = await chosenBackups(found, gaps, to, consent.backups);
  for (const { target, backup } of restores) console.log(texts.restores(target.database, backup));
  return restores;
}

/** What happens to databases whose data stay. @throws UserError when that may not be enough */
function keptAsIs(gaps: SchemaGap[], to: ReleaseRecord, keep: boolean): string[] {
  const texts = say().releases.rollback.databases;
  const statements = gaps.flatMap((gap) => gap.unfitting);
  const backup = gaps.flatMap(({ ahead }) => ahead).find((row) => row.backup !== null)?.backup ?? undefined;
  if (statements.length > 0 && !keep)
    throw new UserError(texts.mayNotWork({ number: to.number, statements, backup }));
  return gaps.map(({ job, ahead, untracked }) => {
    const namesOf = (rows: LedgerRow[]) => rows.map(({ name }) => name);
    if (ahead.length === 0) return texts.same(job.database, namesOf(untracked));
    const confirmed = statements.length > 0;
    return texts.stays({ database: job.database, files: namesOf(ahead), confirmed, number: to.number });
  });
}

async function chosenBackups(
  found: Context,
  gaps: SchemaGap[],
  to: ReleaseRecord,
  given: string[],
): Promise<Restore[]> {
  const named = await Promise.all(
    gaps.map(async (gap) => ({ gap, service: await serviceOf(found, gap.job.container) })),
  );
  const wanted = assigned(
    named.map(({ gap, service }) => ({ service, ahead: gap.ahead })),
    to.number,
    given,
  );
  return Promise.all(
    wanted.map(async ({ service, backup }) => {
      const target = await findDatabase({ database: service }, found);
      return { target, backup: findManifest(await readManifests(target), backup).id };
    }),
  );
}

/** What is ahead of the older release in a database. */
interface Ahead {
  /** What `--backup` calls the database. */
  service: string;
  ahead: { name: string; backup: string | null }[];
}

/**
 * Which database gets which backup: the one that is given, else that of before the first file which the older release does not have.
 *
 * @throws UserError when one has none, or when there is nothing to restore
 */
export function assigned(
  databases: Ahead[],
  to: number,
  given: string[],
): { service: string; backup: string }[] {
  const texts = say().releases.rollback.databases;
  const names = databases.map(({ service }) => service);
  const byName = new Map<string, string>();
  for (const text of given) {
    const [, name = databases.length === 1 ? databases[0]?.service : undefined, id = ""] =
      /^(?:([^=]+)=)?(.+)$/.exec(text) ?? [];
    if (name === undefined || !names.includes(name)) throw new UserError(texts.ofWhich(id, names));
    byName.set(name, id);
  }
  const wanted = databases.flatMap(({ service, ahead }) => {
    const own = byName.get(service);
    if (own !== undefined) return [{ service, backup: own }];
    const [first] = ahead;
    if (!first) return [];
    if (first.backup === null) throw new UserError(texts.noBackup(service, first.name));
    return [{ service, backup: first.backup }];
  });
  if (wanted.length === 0) throw new UserError(texts.nothingToRestore(to, databases.length > 1));
  return wanted;
}

async function serviceOf({ engine }: Context, container: string): Promise<string> {
  const found = await answered(engine, engine.container(container));
  if (!found) throw new UserError(say().releases.rollback.databases.noContainer(container));
  return labelOf(found, "service") ?? "";
}

/** That a database was restored, as a part of a sentence. */
export const wasRestored = ({ database, backup }: Omit<Restored, "back">) =>
  say().releases.rollback.wasRestored(database, backup);

/** The restore that was just made kept the database that served. */
async function backOf(target: StackDatabase): Promise<string | undefined> {
  const { databases } = await leftoversOf(target);
  const kept = databases.filter(({ name }) => kindOf(name) === "before").at(-1);
  return kept && backCommand(target, kept.name);
}

/** Restores the databases, each after a backup of what it has now. @returns those that were */
export async function restoreDatabases(context: Context, restores: Restore[]): Promise<Restored[]> {
  const done: Restored[] = [];
  const { beforeFailure, stopped, databases } = say().releases.rollback;
  for (const { target, backup } of restores)
    try {
      const id = await takeBackup(target, "before a rollback");
      console.log(databases.backupTaken(id));
      await restore([backup, "--yes", "--stack", context.stack, "--database", target.service], context);
      const back = await backOf(target).catch(() => undefined);
      done.push({ database: target.database, backup, ...(back !== undefined && { back }) });
    } catch (error) {
      for (const { back, ...restored } of done)
        console.error(
          problemText({
            what: beforeFailure(wasRestored(restored)),
            ...(back !== undefined && { fix: stopped.giveBack(back) }),
          }),
        );
      throw error;
    }
  return done;
}
