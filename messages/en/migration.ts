import type { Problem } from "../problem";
import { migrationFiles as files } from "./migration-files";
import { migrationRisks as risks } from "./migration-risks";
import { migrationRunner as runner } from "./migration-runner";

/** What `migration` says. */
export const migration = {
  files,
  risks,
  runner,
  cannotRun: (folder: string) => `The migrations in ${folder} cannot run; nothing was changed.`,
  ownerNotSupported: (a: { name: string; database: string; product: string }): Problem => ({
    what: `Migration ${a.name} cannot be created with these arguments; nothing was changed.`,
    details: [`owner: works on PostgreSQL only, and database ${a.database} is ${a.product}`],
  }),
  /** Why an update fails, and does not run, what its state says was applied. */
  lacking: ({ database, names }: { database: string; names: string[] }) =>
    `Database ${database} no longer has ${names.join(", ")}, which this stack applied: was an older backup restored?`,
  disagrees: (database: string) =>
    `The migration files do not match the ledger of database ${database}; nothing was changed.`,
  /** In a preview. */
  notRead: (database: string) =>
    `Database ${database} does not exist yet or does not answer: 'pulumi up' will find out which migrations it lacks`,
  pending: ({ database, names }: { database: string; names: string[] }) =>
    `Pending in database ${database}: ${names.join(", ")}`,
  beforeItRuns: (name: string) => `Migration ${name}, before it runs:`,
  refusedUnlessApplied: (why: string) => `it will be refused, unless it is applied: ${why}`,
  /** How the files and the ledger do not agree. */
  changed: ({ name, day }: { name: string; day: string }) =>
    `${name} was changed after it was applied on ${day}: restore its old text and write the change as a new file`,
  gone: ({ name, day }: { name: string; day: string }) =>
    `${name} was applied on ${day}, but is no longer among the files: restore it`,
  misplaced: (name: string) =>
    `${name} comes before files that are already applied: move it to the end of the order`,
};
