import { asksForHelp, helpText, usages, type Usage } from "./usage";

/** A command, loaded only when it is asked for. */
export interface Command {
  /** What it does, in a line. */
  about: string;
  usage: Usage;
  /** It changes nothing: its answer is lost with the one who reads it. */
  looks?: true;
  run: (args: string[]) => Promise<void>;
}

/** All commands for operators, by the name after `web-systems` or `npm run`. */
export const commands: Record<string, Command> = {
  preview: {
    about: "what the next update would do, as a runbook",
    usage: usages.preview,
    looks: true,
    run: async (args) => (await import("./preview/command")).preview(args),
  },
  doctor: {
    about: "what is wrong with a stack, and what to do",
    usage: usages.doctor,
    looks: true,
    run: async (args) => (await import("./doctor/doctor")).doctor(args),
  },
  verify: {
    about: "the checks of the end of an update, now",
    usage: usages.verify,
    run: async (args) => (await import("./verify")).verify(args),
  },
  releases: {
    about: "the releases of a stack, and which one serves",
    usage: usages.releases,
    looks: true,
    run: async (args) => (await import("./releases/list")).releases(args),
  },
  rollback: {
    about: "go back to an earlier release",
    usage: usages.rollback,
    run: async (args) => {
      const { rollback, readRollback } = await import("./releases/rollback");
      await (await withLock())("rollback", rollback, readRollback)(args);
    },
  },
  unlock: {
    about: "release the lock of an update that was killed, and clean up after it",
    usage: usages.unlock,
    run: async (args) => (await import("./unlock")).unlock(args),
  },
  migrate: {
    about: "the ledger of a database: status, plan, apply, resolve, down, verify, baseline",
    usage: usages.migrate,
    run: async (args) => (await import("./migrate/command")).migrateCommand(args),
  },
  backup: {
    about: "take a backup of a database now",
    usage: usages.backup,
    run: async (args) => (await import("./backup")).backup(args),
  },
  backups: {
    about: "the backups of a database, and what restores left",
    usage: usages.backups,
    looks: true,
    run: async (args) => (await import("./backups")).backups(args),
  },
  restore: {
    about: "restore a database, or a table of it, from a backup",
    usage: usages.restore,
    run: async (args) => {
      const { restore, readRestore } = await import("./restore");
      await (await withLock())("restore", restore, readRestore)(args);
    },
  },
  "restore-test": {
    about: "restore a backup into a server of its own, and compare",
    usage: usages["restore-test"],
    run: async (args) => (await import("./restore-test")).restoreTest(args),
  },
  import: {
    about: "load a dump from elsewhere into a database",
    usage: usages.import,
    run: async (args) => {
      const { importDump, readImport } = await import("./import/command");
      await (await withLock())("import", importDump, readImport)(args);
    },
  },
  administrator: {
    about: "create the first administrator of an application",
    usage: usages.administrator,
    run: async (args) => (await import("./administrator")).administrator(args),
  },
};

const withLock = async () => (await import("./changing")).withLock;

/**
 * Runs a command; or says how it is called when that is what is asked for, and does nothing else.
 *
 * @param call how it was started, before its first word
 * @example runCommand("npm run preview --", commands.preview, ["--help"])
 */
export async function runCommand(call: string, command: Command, args: string[]): Promise<void> {
  if (asksForHelp(args)) console.log(helpText(call, command.about, command.usage));
  else await command.run(args);
}
