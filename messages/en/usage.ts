import { ours } from "../command";
/** How the commands for operators are called. */
export const usage = {
  line: (call: string) => `usage: ${call}`,
  example: (call: string) => `example: ${call}`,
  /** Ways to call a command, after the word of {@link line}. */
  forms: (calls: readonly string[]) => calls.join("\n   or: "),

  about: {
    preview: "what the next update would do, as a runbook",
    doctor: "what is wrong with a stack, and what to do",
    verify: "run the checks of the end of an update now",
    releases: "the releases of a stack, and which one serves",
    rollback: "go back to an earlier release",
    unlock: "release the lock of an update that was killed, and clean up after it",
    migrate: "the ledger of a database: status, plan, apply, resolve, down, verify, baseline",
    backup: "take a backup of a database now",
    backups: "the backups of a database, and what restores left",
    restore: "restore a database, or a table of it, from a backup",
    "restore-test": "restore a backup into a server of its own, and compare",
    import: "load a dump from elsewhere into a database",
    administrator: "create the first administrator of an application",
  },

  options: {
    stack: "the stack; default: the one that is selected, or the only one",
    database: "name of the database's component, where a stack has more than one",
    json: "the answer as JSON",
    markdown: "the answer as Markdown, for a merge request",
    junit: "write the results to a file too, for CI",
    yes: "do not ask before anything is changed",

    // releases, rollback, unlock
    number: "everything that is recorded about this release",
    to: "the release; default: the one that served before",
    keepDatabase: "keep the database as it is: you checked that the release works with it",
    restoreDatabase:
      "restore the backup taken before the migrations since then; the current database is kept under another name",
    thisBackup: "with --restore-database: restore this backup",
    unproven: "accept a stored source although the state has no hash of it",
    ownerIsGone:
      "also release a lock that another machine holds; use it only when you know that nothing runs there",

    // migrate
    status: "the ledger, and what is pending",
    plan: "what would run, and what it may lose or lock",
    apply: "run what is pending, as 'pulumi up' does",
    baseline: "record the first N files as applied, if the schema matches them",
    acceptDifferences: "the same, whatever the schema is",
    applied: "a file that was cut off counts as done",
    rolledBack: "a file that was cut off was reverted by hand, and runs again",
    down: "revert the last file by its NAME.down.sql, after a backup",
    compareSchema: "compare the schema with what the files produce",
    migration: "name of the Migration, where a stack has more than one",

    // backup, backups, restore, import
    reason: "what the list of backups shows; default: by hand",
    pin: "keep this backup, whatever the retention says",
    unpin: "let the retention delete it again",
    backup: `the backup (${ours("backups")} lists them)`,
    backupToRestore: `the backup (${ours("backups")} lists them); it takes the place of the database, which is kept`,
    beside: "restore into a new database beside it",
    table: "only this table, beside it",
    back: "put back the database that an earlier restore kept under this name",
    finish: "finish an exchange that was interrupted",
    dump: "the dump",
    dumpBeside: "load it into a new database beside the application's, which need not be empty",

    // administrator
    user: "its name; default: you are asked for it",
    generate: "generate the password, and show it once",
    passwordStdin: "read the password from standard input",
  },
};
