import { ours } from "../command";
import type { Problem } from "../problem";

/** What the runners of migrations say, and the commands that work on a ledger. */
export const migrationRunner = {
  /** Progress. */
  applying: ({ ordinal, name }: { ordinal: number; name: string }) => `applying ${ordinal} ${name}`,
  runningFor: ({ name, seconds }: { name: string; seconds: number }) => `  ${name}: running for ${seconds} s`,
  waitsFor: ({ name, blocker }: { name: string; blocker: string }) =>
    `  ${name}: waits for a lock held by ${blocker}`,
  complete: (count: number) => `migrations complete: ${count}`,
  backingUp: "taking a backup before the first file",
  backedUp: (id: string) => `backup: ${id}`,
  waiting: (holder: string) => `waiting for another runner of migrations: ${holder}`,
  reverting: (name: string) => `reverting ${name}`,
  nothingPending: (command: string) => `nothing is pending: ${command}`,
  running: (command: string) => `running ${command}`,
  /** Why none was run. */
  refused: ({ database, lines }: { database: string; lines: string[] }) =>
    [
      `Migrations of database ${database} were refused; none was run.`,
      ...lines.map((line) => `  ${line}`),
      "The services still run the old release. Fix the cause, then run 'pulumi up' again.",
    ].join("\n"),
  filesChanged: (folder: string) =>
    `The files in ${folder} were changed after this update began: run the update again.`,
  noRecord: (name: string) => `${name} ran, but has no record`,
  backupFailed: "The backup before the migration failed:",
  noBackupId: "it ended without printing the backup's id",
  locked: ({ seconds, holder }: { seconds: number; holder: string }) => [
    `Another runner has held the migration lock for more than ${seconds} s: ${holder}.`,
    "Wait until it ends. Only if you are sure that it no longer does anything: end that connection in the database.",
  ],
  holderEnds: "a runner that is just ending",
  sessionRefused: ({ database, container, said }: { database: string; container: string; said: string }) =>
    `Database ${database} in container ${container} refused: ${said}`,
  noAnswer: ({ database, container, said }: { database: string; container: string; said: string }) =>
    `Database ${database} in container ${container} does not answer: ${said}`,
  /** A file whose end is not known: what is known of it, and the two ways on. */
  unresolved: ({ name, since, ran, total, error, backup }: Unresolved) => {
    const count = total === undefined ? `${ran} of its statements` : `${ran} of its ${total} statements`;
    return [
      `${name} was started on ${since} and did not end; it could not be rolled back.`,
      error.length > 0
        ? `  Ran, and stays: ${count}.`
        : `  Known to have run: ${count}; the next one may have run too.`,
      ...error.map((line) => `  ${line}`),
      `  Backup from before it: ${backup ?? "none was made"}`,
      "  By hand, undo what it changed, or complete it; then say which:",
      `    ${ours("migrate -- resolve")} ${name} --rolled-back   (it runs again, from its start)`,
      `    ${ours("migrate -- resolve")} ${name} --applied       (it counts as done)`,
    ];
  },
  /** A file that failed where the database rolled it back. */
  rolledBack: ({ name, database, lines, elsewhere }: Failed & { elsewhere: boolean }) =>
    [
      `Migration ${name} failed on database ${database}. It was rolled back; the files before it stay applied.`,
      ...lines.map((line) => `  ${line}`),
      `The services still run the old release. Fix the ${elsewhere ? "cause" : "file"}, then run 'pulumi up' again: it continues there.`,
    ].join("\n"),
  /** A file that stopped where its changes stay. */
  halfWay: ({ name, database, lines }: Failed) =>
    [
      `Migration ${name} stopped half-way on database ${database}. The files before it stay applied, those after it were not run.`,
      ...lines.map((line) => `  ${line}`),
      "The services still run the old release. When it is resolved, run 'pulumi up' again: it continues there.",
    ].join("\n"),
  /** The database does not answer any more. */
  cutOff: ({ name, database, container, lines, atomic }: Failed & { container: string; atomic: boolean }) =>
    [
      `Migration ${name} was cut off: database ${database} in container ${container} does not answer.`,
      ...lines.map((line) => `  ${line}`),
      atomic
        ? "The database rolls it back when it starts again; the files before it stay applied."
        : `It cannot be rolled back: '${ours("migrate -- status")}' shows how far it got, once the database answers again.`,
      "The services are those of the old release. Fix the cause, then run 'pulumi up' again.",
    ].join("\n"),
  /** The session ended outside of a file. */
  interrupted: ({ database, container, lines }: Omit<Failed, "name"> & { container: string }) =>
    [
      `The session with database ${database} in container ${container} ended before it was complete.`,
      ...lines.map((line) => `  ${line}`),
      "Files that were applied stay recorded; no other one was begun. Fix the cause, then run 'pulumi up' again.",
    ].join("\n"),
  waitedFor: (blocker: string) => `It waited for a lock held by ${blocker}`,
  place: ({ name, line, said }: { name: string; line: number; said: string }) =>
    `${name} line ${line}: ${said}`,
  whichStatement: ({ at, of }: { at: number; of: number }) => `(statement ${at} of ${of})`,
  /** What became of the disk and of the server. */
  diskFull: (a: { folder: string; container: string; free: string | undefined; total: string | undefined }) =>
    `The disk of the database filled up: ${a.folder} of container ${a.container}${a.free ? `, where ${a.free} of ${a.total} MiB are free now` : ""}.`,
  makeRoom: (volume: string | undefined) =>
    `make room on the disk that ${volume ? `its volume ${volume}` : "that folder"} is on; docker system df -v shows what Docker keeps there`,
  containerGone: (container: string) =>
    `Container ${container} no longer exists. '${ours("doctor")}' says whether this is the stack's engine; there, 'pulumi up --refresh' recreates it on the same data.`,
  restarted: ({ container, at }: { container: string; at: string }) =>
    `Container ${container} ended, and Docker started it again at ${at}.`,
  stopped: ({ container, status, exitCode, why }: Stopped) =>
    `Container ${container} is ${status}, with exit code ${exitCode}${{ memory: ": it exceeded its memory limit", killed: ": it was killed", unknown: "" }[why]}.`,
  /** Commands on the ledger. */
  cannotRevert: ({ name, lines }: { name: string; lines: string[] }): Problem => ({
    what: `${name} cannot be reverted; nothing was changed.`,
    details: lines,
  }),
  noBackups: "the stack takes no backups. Set `backup` of the Migration, and run 'pulumi up'.",
  noDownFile: (path: string) =>
    `${path} does not exist; it must hold the SQL that reverts the file. Otherwise restore a backup: ${ours("backups")}`,
  notEnded: (name: string) => `${name} was started and did not end: resolve it first.`,
  onlyLast: (last: string | undefined) =>
    last === undefined ? "no file is applied." : `only the last applied file can be reverted: ${last}.`,
  revertFailed: ({ name, said, rolledBack }: { name: string; said: string; rolledBack: boolean }) =>
    [
      `${name} could not be reverted: ${said}`,
      rolledBack
        ? "The database rolled it back: the file stays applied, and the schema is as it was."
        : `Changes of the schema that ran before that stay. By hand, undo the revert or complete it, then: ${ours("migrate -- resolve")} ${name} --applied|--rolled-back`,
    ].join("\n"),
  notInLedger: ({ name, database, open }: { name: string; database: string; open: string[] }) =>
    `${name} is not in the ledger of database ${database}. ${toResolve(open)}`,
  notOpen: ({ name, state, open }: { name: string; state: string; open: string[] }) =>
    `${name} is "${state}" in the ledger. ${toResolve(open)}`,
  namesDatabase: ({ names, database }: { names: string[]; database: string }) =>
    `${names.join(", ")}: names the database ${database} itself, so it cannot be tried in another one.`,
  /** A framework's own command. */
  commandFailed: ({ command, database, lines, backup }: CommandFailed) =>
    [
      `${command} failed on database ${database}. Its last lines:`,
      ...lines.map((line) => `  | ${line}`),
      `Backup from before it: ${backup ?? "none was made"}`,
      "The services still run the old release. Fix the cause, then run 'pulumi up' again: the framework continues where it stopped.",
    ].join("\n"),
};

const toResolve = (open: string[]) =>
  open.length > 0 ? `To be resolved: ${open.join(", ")}.` : "No file needs to be resolved.";

export interface Unresolved {
  name: string;
  since: string;
  /** How many of its statements are known to have run. */
  ran: number;
  /** How many it has. */
  total: number | undefined;
  /** What the database said, a line each. */
  error: string[];
  backup: string | null;
}

export interface Failed {
  name: string;
  database: string;
  /** What is known of why. */
  lines: string[];
}

export interface Stopped {
  container: string;
  status: string;
  exitCode: number;
  why: "memory" | "killed" | "unknown";
}

export interface CommandFailed {
  command: string;
  database: string;
  lines: string[];
  backup: string | undefined;
}
