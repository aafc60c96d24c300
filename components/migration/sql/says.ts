/** What a statement may cost: data that goes for good, others that wait or miss something, or what only reading it can tell. */
export const costs = ["loses", "waits", "unjudged"] as const;

export type Cost = (typeof costs)[number];

const unknown = "cannot be judged: read it before it runs";

/** What is said of a statement, after its text, and what it costs. */
export interface Judgement {
  cost: Cost;
  says: string;
}

/** All of one cost. */
const each = <Name extends string>(cost: Cost, texts: Record<Name, string>) =>
  Object.fromEntries(Object.entries<string>(texts).map(([name, says]) => [name, { cost, says }])) as Record<
    Name,
    Judgement
  >;

const unjudged = (says: string): Judgement => ({ cost: "unjudged", says });

/** Every judgement that there is. */
export const says = {
  loses: each("loses", {
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
  }),
  waits: each("waits", {
    builds:
      "blocks writes until it is built: CREATE INDEX CONCURRENTLY in a file of its own that begins with -- no-transaction",
    checks: "reads the whole table under a lock: add it NOT VALID, and VALIDATE CONSTRAINT in a later file",
    reads: "reads the whole table while it cannot be used",
    rewrites: "rewrites under a lock",
    copies: "copies the whole table while it cannot be written",
    everyRow: "without WHERE changes every row, and locks them until the file ends",
    holds: "keeps others waiting until the file ends",
    missing: "takes away what the old release, which serves until the switch, may still use",
  }),
  unjudged: {
    inside: (words: string[]) => unjudged(`contains ${words.join(", ")}: what it does ${unknown}`),
    calls: (names: string[]) => unjudged(`calls ${names.join(", ")}: what that does ${unknown}`),
    unknown: unjudged(`is not known here: what it does ${unknown}`),
    later: unjudged(`runs by itself later: what it does ${unknown}`),
  },
};
