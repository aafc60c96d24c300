import { ours } from "../command";
import type { Problem } from "../problem";
import { counted } from "./lists";

/** What `verification` says. */
export const verification = {
  cannotCreate: ({ name, mistakes }: { name: string; mistakes: string[] }): Problem => ({
    what: `Verification ${name} cannot be created with these arguments:`,
    details: mistakes,
  }),
  /** What is wrong with an argument. */
  mistake: {
    nginx: "nginx: needed with http, whose requests go through it",
    path: (path: string) => `http: "${path}" must start with /`,
    query: "databases: a query is empty",
    table: (table: string) => `databases: "${table}" is not the name of a table`,
  },
  /** What is checked. */
  check: {
    table: (table: string) => `table ${table}`,
    role: (app: string) => `what the application's role ${app} may do`,
  },
  /** More than one thing that was expected, or found. */
  together: (texts: string[]) => texts.join("; "),
  /** Results. */
  summary: ({ passed, total, failed }: { passed: number; total: number; failed: number }) =>
    `Verification: ${passed} of ${total} checks passed${failed === 0 ? "" : `, ${failed} failed`}.`,
  heading: "The system does not run as it should:",
  failed: ({ group, check, expected, found }: Failed) =>
    `${group}: ${check}: expected ${expected}, found ${found}`,
  containerFailed: ({ service, found }: { service: string; found: string }) => `${service}: ${found}`,
  /** What serves then, and what to do. */
  again: "correct the failures above, then run 'pulumi up' again",
  againOrBack: `correct the failures above, then run 'pulumi up' again; or go back: ${ours("rollback")}`,
  nothingSwitched: "This update switched no requests.",
  notRecorded: `The new release serves despite these failures. It could not be recorded: ${ours("rollback")} goes back to the last one that was.`,
  serves: (release: number) => `Release ${release} serves despite these failures.`,
  container: {
    running: "running",
    gone: (container: string) =>
      `its container ${container} no longer exists: an update was cut off while it was replaced, or it was removed outside of Pulumi`,
    recreate: `pulumi up --refresh recreates it; after an update that was cut off (${ours("doctor")} names it), ${ours("unlock")} comes first`,
    is: ({ container, status, health }: { container: string; status: string; health: string | undefined }) =>
      `its container ${container} is ${status}${health === undefined ? "" : ` ${health}`}`,
    releaseFailed: "it was stopped because its release failed; fix the cause, then pulumi up starts it again",
    start: ({ docker, container }: { docker: string; container: string }) =>
      `${docker} start ${container}, unless it was stopped on purpose`,
    look: ({ docker, container }: { docker: string; container: string }) =>
      `look at ${docker} logs ${container}; ${docker} restart ${container}`,
  },
  command: {
    exitCode: (code: number) => `exit code ${code}`,
    look: ({ docker, container, service }: { docker: string; container: string; service: string }) =>
      `look at its answer, and at: ${docker} logs ${container} (service ${service})`,
    noEnd: (seconds: number) => `no result within ${seconds} s`,
  },
  http: {
    answer: "an answer through Nginx",
    noAnswer: "no answer",
    nothing: "nothing",
    needsCurl: "the image of Nginx needs curl, which the official one has",
    look: ({ docker, container }: { docker: string; container: string }) =>
      `${docker} logs ${container}, and the log of the service behind it: ${ours("doctor")} lists the containers`,
    status: (status: number | undefined) => `status ${status ?? "200 to 299"}`,
    bodyWith: (text: string) => `a body with "${text}"`,
    bodyWithout: "a body without it",
    header: ({ name, value }: { name: string; value: string }) => `header ${name}: ${value}`,
    noHeader: (name: string) => `no header ${name}`,
    json: "a body in JSON",
    noJson: "none",
    value: ({ path, value }: { path: string; value: string | undefined }) =>
      `${path} = ${value ?? "nothing"}`,
    within: (milliseconds: number) => `within ${milliseconds} ms`,
    after: (milliseconds: number) => `after ${milliseconds} ms`,
  },
  table: {
    none: (database: string) => `no such table in database ${database}`,
    restore: `${ours("migrate -- verify")} shows what else differs from the files; ${ours("restore")} brings lost rows back`,
    look: `${ours("migrate -- verify")} shows what differs from the files`,
    index: (name: string) => `index ${name}`,
    noIndex: (name: string) => `no index ${name}`,
    atLeast: (rows: number) => `at least ${counted(rows, "row")}`,
    rows: (rows: number) => counted(rows, "row"),
    column: (name: string) => `column ${name}`,
    noColumn: (name: string) => `no column ${name}`,
    columnOfType: ({ name, type }: { name: string; type: string }) => `column ${name} of type ${type}`,
    type: (type: string) => `type ${type}`,
    columnNullable: ({ name, nullable }: { name: string; nullable: boolean }) =>
      `column ${name} ${nullable ? "nullable" : "NOT NULL"}`,
    nullable: (nullable: boolean): string => (nullable ? "nullable" : "NOT NULL"),
    columnDefault: ({ name, value }: { name: string; value: string | null }) =>
      `column ${name} with default ${value ?? "none"}`,
    default: (value: string | null) => `default ${value ?? "none"}`,
  },
  query: {
    answer: "an answer from the database",
    noRow: "no row",
    look: (database: string) => `look at the rows of database ${database}`,
  },
  role: {
    works: ({ app, database }: { app: string; database: string }) =>
      `${app} works with everything in database ${database}`,
    /** @param more how many more there are than these */
    mayNot: ({ names, more }: { names: string[]; more: number }) =>
      `it has no rights to: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  },
};

export interface Failed {
  /** `http`, `commands`, or the name of a database. */
  group: string;
  check: string;
  expected: string;
  found: string;
}
