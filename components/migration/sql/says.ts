/** What a statement may cost: data that goes for good, others that wait or miss something, or what only reading it can tell. */
export type Cost = "loses" | "waits" | "unjudged";

const unknown = "cannot be judged: read it before it runs";

/** What is said of a statement, after its text; what ends alike costs alike. */
export const says = {
  loses: {
    data: "loses its data",
    rows: "loses its rows",
    allRows: "without WHERE loses all rows",
    someRows: "deletes the rows that its conditions name",
    column: "loses the column's data, and the old release may still read it: drop it one release later",
    narrow:
      "may cut or refuse values when the new type is narrower, and may rewrite the table while it cannot be used",
    dependants: "drops with CASCADE whatever depends on it, columns with their data too",
    overwrites: "without WHERE overwrites what every row has there, and locks them until the file ends",
    replaces: "deletes each row that it replaces, and with ON DELETE CASCADE what refers to it",
    duplicates: "deletes rows that have the same key",
    unlogged: "keeps its rows only until the server crashes",
  },
  waits: {
    builds:
      "blocks writes until it is built: CREATE INDEX CONCURRENTLY in a file of its own that begins with -- no-transaction",
    checks: "reads the whole table under a lock: add it NOT VALID, and VALIDATE CONSTRAINT in a later file",
    reads: "reads the whole table while it cannot be used",
    rewrites: "rewrites under a lock",
    copies: "copies the whole table while it cannot be written",
    everyRow: "without WHERE changes every row, and locks them until the file ends",
    holds: "keeps others waiting until the file ends",
    missing: "takes away what the old release, which serves until the switch, may still use",
  },
  unjudged: {
    inside: (words: string[]) => `contains ${words.join(", ")}: what it does ${unknown}`,
    calls: (names: string[]) => `calls ${names.join(", ")}: what that does ${unknown}`,
    unknown: `is not known here: what it does ${unknown}`,
    later: `runs by itself later: what it does ${unknown}`,
  },
} as const;

/** What a line that ends with one of {@link says} means for a release; undefined when it is neither. */
export function costOf(line: string): Cost | undefined {
  if (Object.values(says.loses).some((text) => line.endsWith(text))) return "loses";
  if (Object.values(says.waits).some((text) => line.endsWith(text))) return "waits";
  return line.endsWith(unknown) ? "unjudged" : undefined;
}
