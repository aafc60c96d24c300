import { outliveReaders } from "./closed-output";
import { fail } from "./steps";
import { UserError } from "../operations/kernel/report";

/** The npm scripts, each loaded only when it is asked for. */
const commands: Record<string, (args: string[]) => Promise<void>> = {
  start: async (args) => (await import("./start")).start(args),
  stop: async (args) => (await import("./stop")).stop(args),
  env: async () => (await import("./env")).printEnvironment(),
  check: async () => (await import("./check")).check(),
  migrate: async (args) => (await import("../operations/migrate/command")).migrateCommand(args),
  preview: async (args) => (await import("../operations/preview/command")).preview(args),
  test: async (args) => (await import("./test")).test(args),
  doctor: async (args) => (await import("../operations/doctor/doctor")).doctor(args),
  unlock: async (args) => (await import("../operations/unlock")).unlock(args),
  verify: async (args) => (await import("../operations/verify")).verify(args),
  administrator: async (args) => (await import("../operations/administrator")).administrator(args),
  backup: async (args) => (await import("../operations/backup")).backup(args),
  backups: async (args) => (await import("../operations/backups")).backups(args),
  releases: async (args) => (await import("../operations/releases/list")).releases(args),
  rollback: async (args) => {
    const [{ rollback, readRollback }, { withLock }] = [
      await import("../operations/releases/rollback"),
      await changing(),
    ];
    await withLock("rollback", rollback, readRollback)(args);
  },
  restore: async (args) => {
    const [{ restore, readRestore }, { withLock }] = [
      await import("../operations/restore"),
      await changing(),
    ];
    await withLock("restore", restore, readRestore)(args);
  },
  import: async (args) => {
    const [{ importDump, readImport }, { withLock }] = [
      await import("../operations/import/command"),
      await changing(),
    ];
    await withLock("import", importDump, readImport)(args);
  },
  "restore-test": async (args) => (await import("../operations/restore-test")).restoreTest(args),
};

const changing = () => import("../operations/changing");

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name] ?? (() => Promise.reject(new UserError(`Unknown command "${name}".`)));
outliveReaders(name, args);
command(args).catch(fail);
