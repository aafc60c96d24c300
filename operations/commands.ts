import { say } from "../messages/say";
import { asksForHelp, helpText, usages, type Usage } from "./usage";

/** A command, loaded only when it is asked for. */
export interface Command {
  /** What it does, in a line. */
  readonly about: string;
  usage: Usage;
  /** It changes nothing: its answer is lost with the one who reads it. */
  looks?: true;
  run: (args: string[]) => Promise<void>;
}

/** One whose line is asked of the catalogue when it is shown. */
const command = (name: keyof typeof usages, work: Pick<Command, "looks" | "run">): Command => ({
  get about() {
    return say().usage.about[name];
  },
  usage: usages[name],
  ...work,
});

/** All commands for operators, by the name after `web-systems` or `npm run`. */
export const commands: Record<string, Command> = {
  preview: command("preview", {
    looks: true,
    run: async (args) => (await import("./preview/command")).preview(args),
  }),
  doctor: command("doctor", {
    looks: true,
    run: async (args) => (await import("./doctor/doctor")).doctor(args),
  }),
  verify: command("verify", {
    run: async (args) => (await import("./verify")).verify(args),
  }),
  releases: command("releases", {
    looks: true,
    run: async (args) => (await import("./releases/list")).releases(args),
  }),
  rollback: command("rollback", {
    run: async (args) => {
      const { rollback, readRollback } = await import("./releases/rollback");
      await (await withLock())("rollback", rollback, readRollback)(args);
    },
  }),
  unlock: command("unlock", {
    run: async (args) => (await import("./unlock")).unlock(args),
  }),
  migrate: command("migrate", {
    run: async (args) => (await import("./migrate/command")).migrateCommand(args),
  }),
  backup: command("backup", {
    run: async (args) => (await import("./backup")).backup(args),
  }),
  backups: command("backups", {
    looks: true,
    run: async (args) => (await import("./backups")).backups(args),
  }),
  restore: command("restore", {
    run: async (args) => {
      const { restore, readRestore } = await import("./restore");
      await (await withLock())("restore", restore, readRestore)(args);
    },
  }),
  "restore-test": command("restore-test", {
    run: async (args) => (await import("./restore-test")).restoreTest(args),
  }),
  import: command("import", {
    run: async (args) => {
      const { importDump, readImport } = await import("./import/command");
      await (await withLock())("import", importDump, readImport)(args);
    },
  }),
  administrator: command("administrator", {
    run: async (args) => (await import("./administrator")).administrator(args),
  }),
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
