import { ours } from "../command";
import type { Problem } from "../problem";
import { counted, listed } from "./lists";

/** What `migrate` says. */
export const migrate = {
  which: (names: string[]): Problem => ({
    what: `Which migrations? The stack has: ${listed(names)}.`,
    fix: "add --migration NAME",
  }),
  none: (): Problem => ({
    what: "The stack has no migrations that this command can find.",
    fix: "run 'pulumi up' once, or name another stack: --stack NAME",
  }),
  status: {
    columns: ["#", "FILE", "STATE", "WHEN (UTC)", "TIME", "RELEASE", "BACKUP"],
    states: {
      started: "started",
      applied: "applied",
      failed: "failed",
      "rolled back": "rolled back",
      baseline: "baseline",
    },
    pending: "pending",
    runsAgain: (state: string) => `${state}, pending`,
    summary: (counts: { database: string; applied: number; blocked: number; pending: number }) =>
      `Database ${counts.database}: ${counts.applied} applied${counts.blocked > 0 ? `, ${counts.blocked} did not end` : ""}, ${counts.pending} pending.`,
  },
  plan: {
    nothing: (database: string) => `Database ${database}: nothing is pending.`,
    file: ({ ordinal, name, statements }: { ordinal: number; name: string; statements: number }) =>
      `${ordinal} ${name}: ${counted(statements, "statement")}`,
    loses: (says: string) => `may lose data: ${says}`,
    waits: (says: string) => `interrupts: ${says}`,
    unjudged: (says: string) => `may lose data: ${says}`,
    note: (says: string) => `warning: ${says}`,
    harmless: "no loss of data, and no lock that others wait for",
  },
  baseline: {
    count: (files: number) => `N is the number of files that the database already has: 1 to ${files}`,
    differs: ({ database, count, lines }: { database: string; count: number; lines: string[] }): Problem => ({
      what: `The schema of database ${database} does not match the first ${count === 1 ? "file" : `${count} files`} (+ only in the database, - only in the files):`,
      details: lines,
    }),
    notRecorded: (): Problem => ({
      what: "Nothing was recorded.",
      fix: "use another N; or write what differs as new files, and add --accept-differences",
    }),
    hasLedger: (names: string[]) =>
      `The ledger already has files: ${listed(names)}. A baseline is for a database without one.`,
    done: (at: { database: string; count: number; files: number; last: string | undefined }) =>
      `Database ${at.database}: ${at.count} of ${counted(at.files, "file")} ${at.count === 1 ? "counts" : "count"} as applied, up to ${at.last}.`,
  },
  resolve: {
    applied: (name: string) => `${name} counts as applied. The next 'pulumi up' continues after it.`,
    rolledBack: (name: string) =>
      `${name} counts as rolled back. The next 'pulumi up' runs it again, from its start.`,
  },
  down: {
    question: ({ path, database, name }: { path: string; database: string; name: string }) =>
      `${path} will run on database ${database}: what it deletes is then only in the backup. Type ${name} to continue:`,
    done: (name: string) =>
      `${name} is reverted. Deploy a release without it next; '${ours("migrate -- apply")}' runs it again.`,
  },
  verify: {
    differs: (at: { database: string; applied: number; lines: string[] }): Problem => ({
      what: `The schema of database ${at.database} does not match its ${counted(at.applied, "file")} (+ only in the database, - only in the files):`,
      details: at.lines,
      fix: "write what is missing as a new file, or revert it by hand",
    }),
    same: (database: string, applied: number) =>
      `The schema of database ${database} matches its ${counted(applied, "file")}.`,
  },
};
