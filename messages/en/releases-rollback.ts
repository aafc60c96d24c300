import { ours } from "../command";
import type { Problem } from "../problem";
import { listed } from "./lists";

const again = (kept: boolean) =>
  `once the cause is fixed, ${
    kept ? "run the rollback again without --restore-database and --backup" : "run the same rollback again"
  } (${ours("releases")} shows what serves)`;

/** What `rollback` says besides. */
export const rollback = {
  unexpected: (words: string[]) => `Unexpected argument ${words.join(" ")}: --to names a release`,
  noNumber: (to: string) => `--to ${to}: expected the number of a release (${ours("releases")})`,
  keepOrRestore: (): Problem => ({
    what: "--keep-database and --restore-database cannot be used together.",
    fix: "give one of them",
  }),
  backupAlone: (): Problem => ({
    what: "--backup needs --restore-database, whose backup it names.",
    fix: "add --restore-database",
  }),
  timesUnreadable: (key: string, file: string): Problem => ({
    what: `${key} in ${file} cannot be read, so whether a rollback may run is not known; nothing was changed.`,
    fix: "pulumi preview names each mistake",
  }),
  again: ({ stack, to, at }: { stack: string; to: number; at: string }) =>
    `Stack ${stack}: release ${to}, of ${at}, is deployed again.`,
  back: ({ stack, from, to, at }: { stack: string; from: number | undefined; to: number; at: string }) =>
    `Stack ${stack}: ${from === undefined ? "" : `from release ${from} `}back to release ${to}, of ${at}.`,
  imagesGone: (names: string[]) =>
    `Some of its images are no longer on the host, and are pulled or built again: ${listed(names)}.`,
  unproven: (number: number): Problem => ({
    what: `Nothing proves that the stored source of release ${number} is what was released: the stack's state has no hash of it; nothing was changed.`,
    details: [
      "The state keeps the hashes of the last 20 releases and of those that rollbacks from the release that serves lead to; a release by an earlier version of these programs drops them.",
    ],
    fix: `go back to another release (${ours("releases")}), or, if only people you trust can reach the host's Docker engine: --unproven`,
  }),
  previewFailed: "The rollback stopped at its preview, which names the cause; nothing was changed.",
  question: (stack: string, to: number) => `Type ${stack} to go back to release ${to}:`,
  stopped: {
    interrupt: (serves: string) => `The rollback was interrupted before pulumi up. ${serves}`,
    update: (serves: string) => `The rollback stopped at pulumi up, which names the cause. ${serves}`,
    serves: (number: number) => `Release ${number} serves.`,
    unrecorded: "The release that serves could not be recorded.",
    unknown: "Which release serves is not known.",
    before: (restored: string) => `Before that, ${restored}.`,
    giveBack: (command: string) => `restore the database of the release that serves: ${command}`,
    again: (kept: boolean): string => again(kept),
    orAgain: (kept: boolean): string => `or ${again(kept)}`,
  },
  wasRestored: (database: string, backup: string) =>
    `database ${database} was restored from backup ${backup}`,
  beforeUpdate: (restored: string) => `Before the update, ${restored}.`,
  beforeFailure: (restored: string) => `Before this failed, ${restored}.`,
  serves: (to: number) =>
    `Release ${to} serves again. Your files are still those of the release that you left: pulumi preview shows the difference, pulumi up deploys it again.`,
  same: (to: number, restored: boolean) =>
    `Release ${to} does not differ from what serves, so ${restored ? "nothing else was changed" : "nothing was changed"}: see ${ours("releases")}.`,
  databases: {
    /** `backup`: the one from before the file; null: none was taken. */
    blocked: ({ file, stack, backup }: { file: string; stack: string; backup: string | null }): Problem => ({
      what: `${file} was started and did not end, so no update can run; nothing was changed.`,
      fix: `${ours("migrate -- status")} --stack ${stack} shows what is known of it and how to resolve it${
        backup === null
          ? ""
          : `; or restore the backup from before it: ${ours("restore --")} ${backup} --stack ${stack}`
      }`,
    }),
    sourceLacks: (number: number, files: string[]): Problem => ({
      what: `The stored source of release ${number} lacks ${listed(files)}, which it was made with: git did not track it, or it was left out (${ours("releases --")} ${number} says which). It cannot be deployed on a restored database; nothing was changed.`,
      fix: `leave --restore-database out, put a file that was left out back into this folder, or go back to another release (${ours("releases")})`,
    }),
    restores: (database: string, backup: string) =>
      `Database ${database}: backup ${backup} is restored. What was written since is not in it, and is kept in a database beside it.`,
    mayNotWork: (at: { number: number; statements: string[]; backup: string | undefined }): Problem => ({
      what: `Release ${at.number} may not work with today's schema; nothing was changed.`,
      details: at.statements,
      fix: [
        "one of",
        "  --keep-database      the release works with it: you have checked",
        `  --restore-database   go back to ${at.backup ?? "a backup"} from before it, after another backup; what was written since is kept in a database beside it`,
      ].join("\n"),
    }),
    same: (database: string, lacks: string[]) =>
      `Database ${database}: its schema is that of the release${lacks.length === 0 ? "" : ` (its stored source lacks ${listed(lacks)})`}; it is not changed.`,
    stays: (at: { database: string; files: string[]; confirmed: boolean; number: number }) =>
      `Database ${at.database}: ${listed(at.files)} ${at.files.length > 1 ? "stay" : "stays"} applied; ${at.confirmed ? "confirmed by --keep-database: " : ""}release ${at.number} works with that. No data is changed.`,
    ofWhich: (backup: string, databases: string[]): Problem => ({
      what: `Which database does backup ${backup} belong to? ${databases.length === 0 ? "The stack has no database with migrations" : `The stack has: ${listed(databases)}`}; nothing was changed.`,
      fix: "--backup DATABASE=ID",
    }),
    noBackup: (database: string, file: string): Problem => ({
      what: `No backup of ${database} was taken before ${file}; nothing was changed.`,
      fix: `${ours("backups")} lists those that exist; --backup ${database}=ID names one`,
    }),
    nothingToRestore: (number: number, several: boolean): Problem => ({
      what: `There is nothing to restore: no migration was applied since release ${number}, so no backup was taken before one; nothing was changed.`,
      fix: `leave --restore-database out, or name a backup: --backup ${several ? "DATABASE=" : ""}ID (${ours("backups")})`,
    }),
    noContainer: (container: string): Problem => ({
      what: `The database's container ${container} no longer exists; nothing was changed.`,
      fix: "pulumi up --refresh creates it again",
    }),
    backupTaken: (id: string) =>
      `Backup ${id} of the current database: ${ours("restore --")} ${id} restores it.`,
    statement: ({ file, line, code }: { file: string; line: number; code: string }) =>
      `${file} line ${line}: ${code}`,
    noText: (file: string) => `${file}: its text is not in this folder, so it could not be judged`,
  },
};
