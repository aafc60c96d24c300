import { labelPrefix } from "../../components/engine/labels";
import type { ReleaseRecord } from "../../components/release/record";
import { UserError } from "../kernel/report";
import { takeBackup } from "../backup";
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
  if (!consent.restore) {
    for (const line of keptAsIs(gaps, to, consent.keep)) console.log(line);
    return [];
  }
  const restores = await chosenBackups(found, gaps, to, consent.backups);
  for (const { target, backup } of restores)
    console.log(
      `Database ${target.database}: backup ${backup} is restored. What was written since is lost to the release, and kept beside.`,
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
  return gaps.map(({ job, ahead }) => {
    if (ahead.length === 0)
      return `Database ${job.database}: its schema is that of the release; it is not changed.`;
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

/** Restores the databases, each after a backup of what it has now. @returns those that were, in words */
export async function restoreDatabases(stack: string, restores: Restore[]): Promise<string[]> {
  const done: string[] = [];
  for (const { target, backup } of restores)
    try {
      const id = await takeBackup(target, "before a rollback");
      console.log(`Backup ${id} of the current database: npm run restore -- ${id} restores it.`);
      await restore([backup, "--yes", "--stack", stack, "--database", target.service]);
      done.push(`database ${target.database} was restored from backup ${backup}`);
    } catch (error) {
      if (done.length > 0) console.error(`Before this failed, ${done.join(", ")}.`);
      throw error;
    }
  return done;
}
