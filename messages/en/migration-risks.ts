const unknown = "cannot be judged: read it before it runs";

/** What a file may lose, lock or leave half-way. */
export const migrationRisks = {
  /** One statement. @param risk one of the texts of `of` */
  statement: ({ line, statement, risk }: { line: number; statement: string; risk: string }) =>
    `line ${line}: ${statement} ${risk}`,
  halfWay: (count: number) =>
    `its ${count} statements cannot be rolled back together: when one fails, those before it stay. One file each is safer`,
  /** What a statement may cost, said after its text. */
  of: {
    // Data that go for good.
    data: "loses its data",
    rows: "loses its rows",
    allRows: "without WHERE loses all rows",
    someRows: "deletes the rows that its conditions name",
    column: "loses the column's data, and the old release may still read it: drop it one release later",
    narrow:
      "may truncate or reject values when the new type is narrower, and may rewrite the table while it cannot be used",
    dependants: "drops with CASCADE whatever depends on it, columns with their data too",
    overwrites: "without WHERE overwrites what every row has there, and locks them until the file ends",
    replaces: "deletes each row that it replaces, and with ON DELETE CASCADE what refers to it",
    duplicates: "deletes rows that have the same key",
    unlogged: "keeps its rows only until the server crashes",
    // Others that wait or miss something.
    builds:
      "blocks writes until it is built: use CREATE INDEX CONCURRENTLY in a file of its own that begins with -- no-transaction",
    checks: "reads the whole table under a lock: add it NOT VALID, and VALIDATE CONSTRAINT in a later file",
    reads: "reads the whole table while it cannot be used",
    rewrites: "rewrites under a lock",
    copies: "copies the whole table while it cannot be written",
    everyRow: "without WHERE changes every row, and locks them until the file ends",
    holds: "keeps others waiting until the file ends",
    missing: "removes what the old release, which serves until the switch, may still use",
    // What only reading it can tell.
    inside: (words: string[]) => `contains ${words.join(", ")}: what it does ${unknown}`,
    calls: (names: string[]) => `calls ${names.join(", ")}: what that does ${unknown}`,
    unknown: `is not known here: what it does ${unknown}`,
    later: `runs by itself later: what it does ${unknown}`,
  },
};
