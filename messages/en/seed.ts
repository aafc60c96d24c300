import type { Problem } from "../problem";

/** What a failed seed leaves, and what to do. */
const ending =
  "It left nothing behind. The services still run the old release. Fix the cause, then run 'pulumi up' again.";

/** What is said of seeds. */
export const seed = {
  commandFailed: (name: string) => `Seed ${name} failed; see its lines above. ${ending}`,
  /** @param place lines that say where in its SQL */
  sqlFailed: ({ name, database, place }: { name: string; database: string; place: readonly string[] }) =>
    [`Seed ${name} failed on database ${database}.`, ...place.map((line) => `  ${line}`), ending].join("\n"),
  changedMeanwhile: (path: string) => `${path} was changed after this update began: run the update again.`,
  /** What it did with a kind of rows. */
  counted: (rows: { item: string; created: string; present: string; total: string }) => {
    const { item, created, present, total } = rows;
    return `${item}: ${created} created, ${present} already there, ${total} in total`;
  },
  fileOrCommand: (name: string) => `Seed ${name}: set either file or command.`,
  missing: (path: string): Problem => ({
    what: `The seed ${path} is missing; nothing was changed.`,
    fix: "put it there, or correct the path",
  }),
  cannotRun: (path: string) => `The seed ${path} cannot run; nothing was changed.`,
};
