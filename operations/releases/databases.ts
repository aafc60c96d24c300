import { labelPrefix } from "../../components/engine/labels";
import type { ReleaseRecord } from "../../components/release/record";
import type { LedgerRow } from "../../components/migration/ledger";
import { UserError } from "../../components/engine/user-error";
import { takeBackup } from "../backup";
import { kindOf } from "../beside-name";
import { backCommand } from "../database-commands";
import { leftoversOf } from "../leftovers";
import { findManifest, readManifests } from "../manifests";
import { restore } from "../restore";
import { findDatabase, type FoundStack, type StackDatabase } from "../stack";
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
  /** That it was, in words. */
  text: string;
  /** Command that gives the release before its database back; undefined when it is not known under which name that is kept. */
  back?: string;
}

/** @throws UserError when options do not go together */
export function checkConsent({ keep, restore: restores, backups }: Consent): void {
  if (keep && restores)
    throw new UserError(
      "--keep-database and --restore-database cannot be used together.\n  fix: give one of them",
    );
  if (backups.length > 0 && !restores)
    throw new UserError(
      "--backup needs --restore-database, whose backup it names.\n  fix: add --restore-database",
    );
}

/**
 * Says what holds for each database. Nothing is written.
 *
 * @returns what is to be restored, each backup known to be there
 * @throws UserError when the older release may not live with today's schema, or when what is to be restored is not there
 */
export async function planDatabases(
  found: FoundStack,
  gaps: SchemaGap[],
  to: ReleaseRecord,
  consent: Consent,
): Promise<Restore[]> {
  const blocked = gaps.flatMap((gap) => gap.blocked.map((row) => blockedBy(row, found.stack)));
  if (blocked.length > 0) throw new UserError(blocked.join("\n"));
  if (!consent.restore) {
    for (const line of keptAsIs(gaps, to, consent.keep)) console.log(line);
    return [];
  }
  const untracked = gaps.flatMap(({ untracked: rows }) => rows.map(({ name }) => name));
  if (untracked.length > 0)
    throw new UserError(
      `The stored source of release ${to.number} lacks ${untracked.join(", ")}, which it was made with: git did not track it, or it was left out (npm run releases -- ${to.number} says which). It cannot be deployed on a restored database; nothing was changed.\n  fix: leave --restore-database out, put a file that was left out back into this folder, or go back to another release (npm run releases)`,
    );
  const restores = await chosenBackups(found, gaps, to, consent.backups);
  for (const { target, backup } of restores)
    console.log(
      `Database ${target.database}: backup ${backup} is restored. What was written since is not in it, and is kept in a database beside it.`,
    );
  return restores;
}

/** What happens to databases whose data stay. @throws UserError when that may not be enough */
function keptAsIs(gaps: SchemaGap[], to: ReleaseRecord, keep: boolean): string[] {
  const problems = gaps.flatMap((gap) => gap.unfitting);
  const backup = gaps.flatMap(({ ahead }) => ahead).find((row) => row.backup !== null)?.backup;
  if (problems.length > 0 && !keep)
    throw new UserError(
      [
        `Release ${to.number} may not work with today's schema; nothing was changed.`,
        ...problems.map((line) => `  ${line}`),
        "  fix: one of",
        "    --keep-database      the release works with it: you checked",
        `    --restore-database   go back to ${backup ?? "a backup"} from before it, after another backup; what was written since is kept in a database beside it`,
      ].join("\n"),
    );
  return gaps.map(({ job, ahead, untracked }) => {
    if (ahead.length === 0) {
      const names = untracked.map(({ name }) => name).join(", ");
      const said = names === "" ? "" : ` (its stored source lacks ${names})`;
      return `Database ${job.database}: its schema is that of the release${said}; it is not changed.`;
    }
    const stay = `${ahead.map(({ name }) => name).join(", ")} ${ahead.length > 1 ? "stay" : "stays"} applied`;
    const said = problems.length > 0 ? "confirmed by --keep-database: " : "";
    return `Database ${job.database}: ${stay}; ${said}release ${to.number} works with that. No data is changed.`;
  });
}

async function chosenBackups(
  found: FoundStack,
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
      const target = await findDatabase({ stack: found.stack, database: service });
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
  const names = databases.map(({ service }) => service).join(", ");
  const byName = new Map<string, string>();
  for (const text of given) {
    const [, name = databases.length === 1 ? databases[0]?.service : undefined, id = ""] =
      /^(?:([^=]+)=)?(.+)$/.exec(text) ?? [];
    if (name === undefined || !databases.some(({ service }) => service === name))
      throw new UserError(
        `Of which database is backup ${id}? The stack has: ${names || "none with migrations"}; nothing was changed.\n  fix: --backup DATABASE=ID`,
      );
    byName.set(name, id);
  }
  const wanted = databases.flatMap(({ service, ahead }) => {
    const own = byName.get(service);
    if (own !== undefined) return [{ service, backup: own }];
    const [first] = ahead;
    if (!first) return [];
    if (first.backup === null)
      throw new UserError(
        `No backup of ${service} was taken before ${first.name}; nothing was changed.\n  fix: npm run backups shows which there are; --backup ${service}=ID names one`,
      );
    return [{ service, backup: first.backup }];
  });
  if (wanted.length === 0)
    throw new UserError(
      `There is nothing to restore: no migration was applied since release ${to}, so no backup was taken before one; nothing was changed.\n  fix: leave --restore-database out, or name a backup: --backup ${databases.length > 1 ? "DATABASE=" : ""}ID (npm run backups)`,
    );
  return wanted;
}

async function serviceOf({ docker }: FoundStack, container: string): Promise<string> {
  const format = `{{index .Config.Labels "${labelPrefix}.service"}}`;
  const { stdout, stderr, exitCode } = await docker(["inspect", "--format", format, container]);
  if (exitCode !== 0)
    throw new UserError(
      `The database's container ${container} cannot be inspected; nothing was changed.\n  ${stderr}`,
    );
  return stdout.trim();
}

/** A file that stopped half-way is in the way of any update. */
function blockedBy({ name, backup }: LedgerRow, stack: string): string {
  const restored =
    backup === null
      ? ""
      : `; or restore the backup from before it: npm run restore -- ${backup} --stack ${stack}`;
  return `${name} was started and did not end, so no update can run; nothing was changed.\n  fix: npm run migrate -- status --stack ${stack} shows what is known of it and how to resolve it${restored}`;
}

/** The restore that was just made kept the database that served. */
async function backOf(target: StackDatabase): Promise<string | undefined> {
  const { databases } = await leftoversOf(target);
  const kept = databases.filter(({ name }) => kindOf(name) === "before").at(-1);
  return kept && backCommand(target, kept.name);
}

/** Restores the databases, each after a backup of what it has now. @returns those that were, in words */
export async function restoreDatabases(stack: string, restores: Restore[]): Promise<Restored[]> {
  const done: Restored[] = [];
  for (const { target, backup } of restores)
    try {
      const id = await takeBackup(target, "before a rollback");
      console.log(`Backup ${id} of the current database: npm run restore -- ${id} restores it.`);
      await restore([backup, "--yes", "--stack", stack, "--database", target.service]);
      const back = await backOf(target).catch(() => undefined);
      done.push({
        text: `database ${target.database} was restored from backup ${backup}`,
        ...(back !== undefined && { back }),
      });
    } catch (error) {
      for (const { text, back } of done)
        console.error(
          `Before this failed, ${text}.${back === undefined ? "" : `\n  fix: give the release that serves its database back: ${back}`}`,
        );
      throw error;
    }
  return done;
}
