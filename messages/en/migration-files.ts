import { ours } from "../command";
/** What is wrong with files of migrations, and with their order. */
export const migrationFiles = {
  /** A file that must not run. @param why one of the texts below that begin with what the file does, or with its line */
  refused: ({ name, why }: { name: string; why: string }) => `${name} ${why}`,
  noOrder: (path: string) =>
    `${path} is missing: list the SQL files there, one a line, in order; or number all of them, as 001_name.sql`,
  listedWayBack: (name: string) =>
    `${name} is listed in order.txt, but its name marks it as a down migration: remove it from there`,
  listedMissing: ({ name, folder }: { name: string; folder: string }) =>
    `${name} is listed in order.txt, but is not in ${folder}`,
  listedTwice: (name: string) => `${name} is listed twice in order.txt`,
  notListed: ({ name, folder }: { name: string; folder: string }) =>
    `${name} is in ${folder}, but not in order.txt: add it at its place (new ones come last)`,
  notListedWayBack: ({ name, folder, why }: { name: string; folder: string; why: string }) =>
    `${name} is in ${folder}, but not in order.txt: it ${why}`,
  emptyFolder: ({ path, folder }: { path: string; folder: string }) =>
    `${path} is missing in ${folder}: put it there, or remove its folder`,
  loose: (name: string) => `${name} is beside folders <timestamp>_<name>: move it into one, as migration.sql`,
  noNumber: (name: string) =>
    `${name} has no number, as the others do: name it like 001_name.sql, or list all in order.txt`,
  sameNumber: (names: string[]) =>
    `${names.join(" and ")} have the same number: give the newer one the next free number`,
  byteOrderMark: (name: string) => `${name} starts with a byte order mark: save it as UTF-8 without one`,
  notUtf8: (name: string) => `${name} is not UTF-8: convert it`,
  empty: (name: string) => `${name} is empty`,
  /** What would not run as its author means it. */
  clientCommand: ({ name, line, command }: { name: string; line: number; command: string }) =>
    `${name} line ${line}: ${command} is a client command, not SQL: remove it`,
  neverClosed: ({ name, line, what, mark }: NeverClosed) =>
    `${name} line ${line}: the ${{ comment: `comment ${mark}`, quote: `quote ${mark}`, data: `data of COPY (it ends with a line ${mark})` }[what]} that opens here is never closed`,
  breaksTransaction: ({ name, line, statement }: { name: string; line: number; statement: string }) =>
    `${name} line ${line}: ${statement} would break the file's transaction, in which its record is written too: remove it`,
  outsideTransaction: ({ name, line, statement }: { name: string; line: number; statement: string }) =>
    `${name} line ${line}: ${statement} cannot run in a transaction: move it to a file of its own whose first line is -- no-transaction`,
  /** Files of other tools. */
  variables: (line: number) =>
    `line ${line}: goose would substitute environment variables here: write the values`,
  aboveMarker: (line: number) => `line ${line} is above the marker of the up half: move it below`,
  noUpHalf: "has a marker for its down half but none for its up half: mark that too",
  statementBegin: (line: number) =>
    `line ${line}: StatementBegin is not known to the database's client: put DELIMITER // before the statement and // after it`,
  liquibase: ({ line, text }: { line: number; text: string }) =>
    `line ${line}: ${text}: Liquibase chooses which of its change sets run: write what they do as plain SQL files`,
  wayBack: ({ line, text }: { line: number; text: string }) =>
    `line ${line}: ${text} looks like the start of a down migration, which would run too: move what is below it to NAME.down.sql, or change the comment if it is not one`,
  wayBackByName: (better: string) =>
    `is a down migration by its name, and would run too: rename it to ${better}, which only '${ours("migrate -- down")}' runs, or give it another name if it is not one`,
};

/** What a file opens and does not close. */
export interface NeverClosed {
  name: string;
  line: number;
  what: "comment" | "quote" | "data";
  /** What opens it; of data what would end them. */
  mark: string;
}
