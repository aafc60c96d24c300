import { ours } from "../command";
import type { Problem } from "../problem";
import { counted, listed } from "./lists";

const rows = (count: number) => counted(count, "row");

const interrupted = (names: string) =>
  `an exchange was interrupted (${names}): views, routines or triggers may be missing`;

/** What `restore`, `backup`, `backups` and `restore-test` say. */
export const restore = {
  oneBackup: (found: string[]) => `One backup at a time; found ${listed(found)}`,
  notTogether: "--finish and --back take no backup, and cannot be used together",
  whichBackup: `Which backup? ${ours("backups")} lists them; latest is the newest`,
  goesBack: ({ database, from, kept }: { database: string; from: string; kept: string }) =>
    `Database ${database} is replaced with what is kept as ${from}; its current data is kept as ${kept}.`,
  typeToContinue: (database: string) => `Type ${database} to continue:`,
  typeToRestore: (database: string) => `Type ${database} to restore it:`,
  begins: (beside: string, database: string) =>
    `Restoring into the new database ${beside}; ${database} keeps serving.`,
  matches: "Restored: tables, rows and migration head match the manifest.",
  title: ({ backup, database, stack }: { backup: string; database: string; stack: string }) =>
    `Restore of backup ${backup} of database ${database}, stack ${stack}:`,
  /** @param at `age`: undefined of a backup that is dated in the future */
  taken: (at: { age: string | undefined; reason: string; release: string | null; verified: string }) =>
    `${at.age === undefined ? "dated in the future" : `taken ${at.age} ago`}, ${at.reason}; release ${at.release ?? "unknown"}; verified: ${at.verified}`,
  differs: "What differs from now (rows that were only updated do not show in a count):",
  olderThan: (migrations: string[]) => `The backup is older than these migrations: ${listed(migrations)}.`,
  runsAgain: (stack: string) =>
    `Its ledger does not have them: ${ours("migrate -- apply")} --stack ${stack} runs them again, before today's services can work with it.`,
  restarts: (services: string[]) =>
    `Connections are cut for the exchange; restarted after it: ${listed(services) || "no service"}.`,
  keptAs: (kept: string) => `The current database is kept as ${kept}.`,
  toDelete: (command: string) => `To delete it: ${command}`,
  toDeleteLater: (command: string) => `To delete it, when it is no longer needed: ${command}`,
  noSchedule: (container: string): Problem => ({
    what: `No backup container of ${container} is running: the test runs in it.`,
    fix: `check with ${ours("doctor")} that this is the stack's engine, then run pulumi up --refresh there`,
  }),
  backup: {
    taken: (at: { id: string; database: string; size: string; tables: number; took: string }) =>
      `Backup ${at.id} of database ${at.database}: ${at.size}, ${counted(at.tables, "table")}, in ${at.took}.`,
    failed: (script: string, said: string) => `${script}: ${said}`,
    mayGoOn: (said: string): Problem => ({
      what: `${said}; the work in the container may still be running.`,
      fix: `check with ${ours("doctor")}`,
    }),
    none: (database: string, stack: string) =>
      `There is no backup of database ${database} of stack ${stack}. ${ours("backup")} takes one.`,
    unreadable: (container: string, said: string): Problem => ({
      what: `The backups of ${container} cannot be read: ${said}`,
      fix: "check that the container is running (docker ps); if not, run pulumi up",
    }),
    newer: (file: string, format: number) =>
      `Manifest ${file} has format ${format}, which only a newer version of this program can read.`,
    damaged: (file: string) =>
      `Manifest ${file} is damaged: that backup is ignored. Its dump, if it exists, can be read with the tools of the database.`,
    unknown: (id: string | undefined, known: string[]): Problem => ({
      what: id === undefined ? "Which backup?" : `There is no backup ${id}.`,
      fix:
        known.length > 0
          ? `name one: ${listed(known)} or latest (${ours("backups")} lists all)`
          : `${ours("backup")} takes the first`,
    }),
    columns: ["ID", "AGE", "SIZE", "VERIFIED", "RELEASE", "REASON", "MIGRATION"],
    pinned: (reason: string) => `${reason} (pinned)`,
    fromTheFuture: "in the future",
    unverified: "no",
    verified: (date: string, took: string) => `${date}, restored in ${took}`,
  },
  loss: {
    added: (table: string, now: number) => `${table}: ${rows(now)} now; the table is not in the backup`,
    gone: (table: string, then: number) =>
      `${table}: restored with ${rows(then)}; the table does not exist now`,
    changed: ({ table, now, then }: { table: string; now: number; then: number }) =>
      `${table}: ${rows(now)} now, ${then} in the backup: ${now > then ? `${now - then} fewer` : `${then - now} more`} after it`,
    none: "every table has the same number of rows",
  },
  leftovers: {
    unknown: ({
      wanted,
      database,
      there,
    }: {
      wanted: string;
      database: string;
      there: string[];
    }): Problem => ({
      what: `No database ${wanted} was left beside ${database} by a restore or an import; nothing was changed.`,
      fix:
        there.length > 0
          ? `name one of: ${listed(there)} (${ours("backups")} lists them)`
          : `${ours("backups")} lists what restores and imports left`,
    }),
    interrupted: (names: string) => interrupted(names),
    interruptedIn: (database: string, names: string): string =>
      `Database ${database}: ${interrupted(names)}.`,
    before: "what served before a restore",
    beside: "restored beside",
    import: "imported beside; incomplete if that import failed",
    restore: "of a restore that is running or did not finish",
    line: ({ name, size, what }: { name: string; size: string; what: string }) =>
      `Database ${name}, ${size}: ${what}.`,
    toReplace: (database: string, command: string) => `To replace ${database} with it: ${command}`,
  },
  exchange: {
    unhealthy: (at: { trouble: string[]; migrations: string[]; stack: string; back: string }): Problem => ({
      what: "Not every service is as healthy as before:",
      details:
        at.migrations.length > 0
          ? [
              ...at.trouble,
              `The restored database lacks migrations that they may need: ${listed(at.migrations)}.`,
            ]
          : at.trouble,
      fix:
        at.migrations.length > 0
          ? `${ours("migrate -- apply")} --stack ${at.stack}\nor go back to the previous database, which is complete: ${at.back}`
          : `go back to the previous database, which is complete: ${at.back}`,
    }),
    /** `state`: as the engine calls it; undefined: there is no such container. */
    service: ({ name, state, logs }: { name: string; state: string | undefined; logs: string }) =>
      `${name} is ${state ?? "gone"}: ${logs}`,
    notRestarted: (services: string[], restart: string): Problem => ({
      what: `These services were not restarted and may still use the previous database: ${listed(services)}.`,
      fix: restart,
    }),
    healthUnknown: (): Problem => ({
      what: "The health of the services could not be checked.",
      fix: `${ours("doctor")}, once the engine answers`,
    }),
    done: (database: string, from: string) => `Database ${database} now holds what was ${from}.`,
    kept: (kept: string, command: string) =>
      `The previous one is kept as ${kept}. To go back to it: ${command}`,
    finishesFirst: (signal: string) => `${signal}: finishing the exchange first.`,
    unknown: ({ from, kept, database }: { from: string; kept: string; database: string }): Problem => ({
      what: `Whether ${from} has replaced ${database} could not be checked.`,
      fix: `${ours("backups")}, once the server answers: when it lists ${kept}, the exchange was made; when it lists ${from}, it was not`,
    }),
    unfinished: ({ from, kept, finish }: { from: string; kept: string; finish: string }): Problem => ({
      what: `The exchange has not ended: ${from} and ${kept} are both there.`,
      fix: finish,
    }),
    notMade: ({ from, database, command }: { from: string; database: string; command: string }) =>
      `The restored data is in database ${from}. To replace ${database} with it: ${command}`,
    toDeleteInstead: (command: string) => `To delete it instead: ${command}`,
    made: ({ from, kept, database }: { from: string; kept: string; database: string }) =>
      `The exchange was made nevertheless: database ${database} is now what was ${from}, and the one before is kept as ${kept}. Services were not restarted: they may still hold data from it.`,
    toGoBack: (command: string) => `To go back to it: ${command}`,
    lost: (from: string, kept: string) =>
      `Neither ${from} nor ${kept} is there: look at the server before anything else.`,
  },
  beside: {
    begins: (at: { table: string | undefined; beside: string; database: string }) =>
      `Restoring ${at.table ?? "what can be restored"} into the new database ${at.beside}; ${at.database} keeps serving.`,
    whole: (table: string | undefined) =>
      `Nothing failed, and the number of rows of ${table ?? "every table"} matches the manifest.`,
    partial: (said: string) => `Not everything could be restored:\n${said}`,
    where: (beside: string, container: string) => `It is in database ${beside} of ${container}.`,
    toReplace: (database: string, command: string) => `To replace ${database} with it as it is: ${command}`,
    noTable: ({ backup, table, tables }: { backup: string; table: string; tables: string[] }): Problem => ({
      what: `Backup ${backup} has no table ${table}; nothing was changed.`,
      fix: `name one of: ${listed(tables)}`,
    }),
  },
};
