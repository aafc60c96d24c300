import { ours } from "../command";
import type { Problem } from "../problem";
import { counted, listed, some } from "./lists";

/** What `import` says. */
export const imports = {
  whichDump: "Which dump?",
  oneDump: (files: string[]) => `One dump at a time; found ${listed(files)}`,
  emptyFile: (path: string): Problem => ({ what: `${path} is empty.`, fix: "dump the database again" }),
  noFile: (path: string): Problem => ({ what: `There is no file ${path}.`, fix: "correct the path" }),
  fileUnreadable: (path: string, why: string): Problem => ({
    what: `${path} cannot be read: ${why}`,
    fix: "name a file, not a folder",
  }),
  unknownKind: (path: string): Problem => ({
    what: `${path} is neither SQL (.sql, .sql.gz) nor an archive of pg_dump (-Fc, -Ft).`,
    fix: "unpack it, or dump it again as one of these",
  }),
  otherProduct: (product: string): Problem => ({
    what: `An archive of pg_dump is for PostgreSQL, and this is ${product}.`,
    fix: "use a dump made by mariadb-dump or mysqldump",
  }),
  archiveUnreadable: (said: string) => `The archive cannot be read: ${said}`,
  interrupted: (signal: string) => `Interrupted by ${signal}.`,
  clientEnded: "The database's client ended before the end of the dump; not all of it was loaded.",
  truncated: (): Problem => ({
    what: "The file is truncated: it begins as a dump and has no end.",
    fix: "dump it again",
  }),
  reports: (container: string, said: string) => `The database in ${container} reports: ${said}`,
  notDropped: (database: string) =>
    `What the failed import created in ${database} could not be dropped; drop it by hand.`,
  unknownRoles: (stack: string, database: string): Problem => ({
    what: `The state of stack ${stack} does not name the roles of database ${database}.`,
    fix: `pulumi up --stack ${stack}`,
  }),
  notEmpty: ({ database, has, file }: { database: string; has: string[]; file: string }): Problem => ({
    what: `Database ${database} is not empty: it has ${some(has)}. Nothing was changed.`,
    fix: `${ours("import --")} ${file} --beside loads it into a new database, which replaces this one only when you ask for it`,
  }),
  /** `left`: what is in the database afterwards; undefined when that could not be looked at. */
  failed: ({
    database,
    left,
    why,
  }: {
    database: string;
    left: string[] | undefined;
    why: string;
  }): Problem => ({
    what: `The dump could not be imported; ${
      left === undefined
        ? `whether anything of it is left in database ${database} could not be checked.`
        : left.length === 0
          ? "nothing of it is kept."
          : `database ${database} is no longer empty: it has ${some(left)}.`
    }`,
    details: [why],
  }),
  done: (at: { database: string; tables: number; owner: string; app: string }) =>
    `Imported into database ${at.database}: ${counted(at.tables, "table or view", "tables and views")}, owned by ${at.owner}; ${at.app} can work with them.`,
  leftOut: (count: number) =>
    `Left out: ${counted(count, "statement")} about owners, rights and other things of the server that the dump came from.`,
  toReplace: (database: string, command: string) =>
    `${database} was not changed. To replace it with the import (the current data is kept): ${command}`,
  next: (stack: string) =>
    `Next: ${ours("migrate -- status")} --stack ${stack} (baseline marks files whose tables came with the dump); ${ours("verify --")} --stack ${stack}`,
};
