/** A command, loaded only when it is asked for. */
export interface Command {
  /** What it does, in a line. */
  about: string;
  /** It changes nothing: its answer is lost with the one who reads it. */
  looks?: true;
  run: (args: string[]) => Promise<void>;
}

/** All commands for operators, by the name after `web-systems` or `npm run`. */
export const commands: Record<string, Command> = {
  preview: {
    about: "what the next update would do, as a runbook",
    looks: true,
    run: async (args) => (await import("./preview/command")).preview(args),
  },
  doctor: {
    about: "what is wrong with a stack, and what to do",
    looks: true,
    run: async (args) => (await import("./doctor/doctor")).doctor(args),
  },
  verify: {
    about: "the checks of the end of an update, now",
    run: async (args) => (await import("./verify")).verify(args),
  },
  releases: {
    about: "the releases of a stack, and which one serves",
    looks: true,
    run: async (args) => (await import("./releases/list")).releases(args),
  },
  rollback: {
    about: "go back to an earlier release",
    run: async (args) => {
      const { rollback, readRollback } = await import("./releases/rollback");
      await (await withLock())("rollback", rollback, readRollback)(args);
    },
  },
  unlock: {
    about: "release the lock of an update that was killed, and clean up after it",
    run: async (args) => (await import("./unlock")).unlock(args),
  },
  migrate: {
    about: "the ledger of a database: status, plan, apply, resolve, down, verify, baseline",
    run: async (args) => (await import("./migrate/command")).migrateCommand(args),
  },
  backup: {
    about: "take a backup of a database now",
    run: async (args) => (await import("./backup")).backup(args),
  },
  backups: {
    about: "the backups of a database, and what restores left",
    looks: true,
    run: async (args) => (await import("./backups")).backups(args),
  },
  restore: {
    about: "restore a database, or a table of it, from a backup",
    run: async (args) => {
      const { restore, readRestore } = await import("./restore");
      await (await withLock())("restore", restore, readRestore)(args);
    },
  },
  "restore-test": {
    about: "restore a backup into a server of its own, and compare",
    run: async (args) => (await import("./restore-test")).restoreTest(args),
  },
  import: {
    about: "load a dump from elsewhere into a database",
    run: async (args) => {
      const { importDump, readImport } = await import("./import/command");
      await (await withLock())("import", importDump, readImport)(args);
    },
  },
  administrator: {
    about: "create the first administrator of an application",
    run: async (args) => (await import("./administrator")).administrator(args),
  },
};

const withLock = async () => (await import("./changing")).withLock;
