import { say } from "../../messages/say";
import type { Database } from "../database/database";

/** When backups are taken. */
export type Schedule =
  /** Every day at this time, in the database's time zone. @example { at: "02:30" } */
  | { at: string }
  /** This many minutes after the one before. @example { everyMinutes: 60 } */
  | { everyMinutes: number };

/** How many backups are kept. What is younger than a day, pinned, the newest, or the newest that is verified is always kept. */
export interface Retention {
  /** Days of which the newest backup is kept. Default 7. */
  daily?: number;
  /** Weeks, from Monday on, of which the newest backup is kept. Default 4. */
  weekly?: number;
  /** Months of which the newest backup is kept. Default 6. */
  monthly?: number;
  /** Backups before a migration that are kept: what a rollback may need. Default 3. */
  releases?: number;
}

/** Arguments of {@link Backups}. */
export interface BackupsArgs {
  /** What is backed up. */
  database: Database;
  /** When. Default every day at 02:30. */
  schedule?: Schedule;
  /** What is kept. Default 7 days, 4 weeks, 6 months, 3 releases. */
  retention?: Retention;
  /** Days after which a backup is restored again into a server of its own, to prove it. 0: never by itself. Default 7. */
  restoreTestDays?: number;
  /** Minutes that the newest backup may be old before the container is unhealthy. Default 26 hours, or twice `everyMinutes` and 10. */
  maxAgeMinutes?: number;
  /** Minutes after which a failed backup is tried again. Default 10. */
  retryMinutes?: number;
  /** Memory limit of its container in MiB; the server of a restore test runs in it. Default 384. */
  memory?: number;
  /** Processors' worth of time that it may use. Default 1. */
  cpus?: number;
}

/** The arguments as the scripts take them: seconds, and the words that retention.awk reads. */
export function settingsOf(args: BackupsArgs): Record<string, string> {
  const { schedule = { at: "02:30" }, restoreTestDays = 7, retryMinutes = 10 } = args;
  const { daily = 7, weekly = 4, monthly = 6, releases = 3 } = args.retention ?? {};
  const every = "everyMinutes" in schedule ? schedule.everyMinutes : undefined;
  const seconds = (minutes: number) => String(Math.round(minutes * 60));
  return {
    AT: "at" in schedule ? schedule.at : "",
    EVERY: seconds(every ?? 0),
    KEEP: `daily=${daily} weekly=${weekly} monthly=${monthly} releases=${releases}`,
    MAX_AGE: seconds(args.maxAgeMinutes ?? (every === undefined ? 26 * 60 : 2 * every + 10)),
    RETRY: seconds(retryMinutes),
    TEST_EVERY: seconds(restoreTestDays * 24 * 60),
  };
}

/** Everything that is wrong with the arguments, a line each. */
export function backupsMistakes(role: string, args: BackupsArgs): string[] {
  const { schedule, retention = {}, database } = args;
  const { mistake } = say().backup;
  const found: string[] = [];
  const { length } = role;
  const longest = database.product.longestRole;
  if (length > longest)
    found.push(mistake.roleTooLong({ role, length, product: database.product.name, longest }));
  if (schedule && "at" in schedule && !/^([01]\d|2[0-3]):[0-5]\d$/.test(schedule.at))
    found.push(mistake.at(schedule.at));
  if (schedule && "everyMinutes" in schedule && !(schedule.everyMinutes > 0))
    found.push(mistake.everyMinutes(schedule.everyMinutes));
  for (const [name, value] of Object.entries(retention))
    if (value !== undefined && !(Number.isInteger(value) && value >= 0))
      found.push(mistake.retention({ name, value: String(value) }));
  for (const name of ["restoreTestDays", "maxAgeMinutes", "retryMinutes"] as const)
    if (!((args[name] ?? 0) >= 0)) found.push(mistake.notFromZero({ name, value: String(args[name]) }));
  if (args.memory !== undefined && args.memory < 256) found.push(mistake.memory(args.memory));
  return found;
}
