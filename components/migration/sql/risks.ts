import type { Language, Statement } from "./scan";

interface Rule {
  pattern: RegExp;
  /** What may happen, and what to do. */
  says: string;
  language?: Language;
}

const name = String.raw`(?:IF (?:NOT )?EXISTS |ONLY )*([^\s(;,]+)`;

/** Statements that lose what nobody can bring back but a backup. */
const losing: Rule[] = [
  { pattern: new RegExp(`^DROP (?:TABLE|SCHEMA|DATABASE|SEQUENCE) ${name}`, "i"), says: "loses its data" },
  { pattern: new RegExp(`^TRUNCATE (?:TABLE )?${name}`, "i"), says: "loses its rows" },
  {
    pattern: new RegExp(`^DELETE FROM ${name}(?! .*\\bWHERE\\b)`, "i"),
    says: "without WHERE loses all rows",
  },
  {
    pattern: new RegExp(
      `^ALTER TABLE ${name}.*? DROP (?!CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|CHECK|DEFAULT|NOT|EXPRESSION|IDENTITY|PARTITION)`,
      "i",
    ),
    says: "loses the column's data, and the old release may still read it: drop it one release later",
  },
  {
    pattern: new RegExp(
      `^ALTER TABLE ${name}.*? (?:ALTER (?:COLUMN )?\\S+ (?:SET DATA )?TYPE|MODIFY|CHANGE)\\b`,
      "i",
    ),
    says: "may cut or refuse values when the new type is narrower, and may rewrite the table while nobody can use it",
  },
];

/** Statements that keep others waiting for as long as the table is big. */
const locking: Rule[] = [
  {
    language: "PostgreSQL",
    pattern: new RegExp(`^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON ${name}`, "i"),
    says: "blocks writes until it is built: CREATE INDEX CONCURRENTLY in a file of its own that begins with -- no-transaction",
  },
  {
    language: "PostgreSQL",
    pattern: new RegExp(
      `^ALTER TABLE ${name}.*? ADD (?:CONSTRAINT \\S+ )?(?:FOREIGN KEY|CHECK)\\b(?!.*\\bNOT VALID\\b)`,
      "i",
    ),
    says: "reads the whole table under a lock: add it NOT VALID, and VALIDATE CONSTRAINT in a later file",
  },
  {
    language: "PostgreSQL",
    pattern: new RegExp(
      `^ALTER TABLE ${name}.*? (?:SET NOT NULL|ADD (?:CONSTRAINT \\S+ )?(?:UNIQUE|PRIMARY KEY)\\b(?! USING INDEX))`,
      "i",
    ),
    says: "reads the whole table while nobody can use it",
  },
  {
    pattern: /^(?:VACUUM FULL|CLUSTER|OPTIMIZE TABLE|REINDEX(?!.* CONCURRENTLY)) ?(\S*)/i,
    says: "rewrites under a lock",
  },
  {
    language: "MySQL",
    pattern: new RegExp(
      `^ALTER TABLE ${name}.*? (?:CONVERT TO|ENGINE ?=|ROW_FORMAT|(?:ADD|DROP) PRIMARY KEY)`,
      "i",
    ),
    says: "copies the whole table while nobody can write it",
  },
  {
    pattern: new RegExp(`^UPDATE ${name}(?! .*\\bWHERE\\b)`, "i"),
    says: "without WHERE changes every row, and locks them until the file ends",
  },
];

/** What a file does that its author should have meant, a line each: its line, the statement, what may happen. */
export function risks(statements: Statement[], language: Language): string[] {
  // A table that the file itself makes is empty.
  const fresh = new Set(
    statements.flatMap(({ code }) => new RegExp(`^CREATE TABLE ${name}`, "i").exec(code)?.[1] ?? []),
  );
  const rules = [...losing, ...locking].filter((rule) => (rule.language ?? language) === language);
  const found = statements.flatMap((statement) =>
    rules
      .map((rule) => ({ rule, table: rule.pattern.exec(statement.code)?.[1] }))
      .filter(({ table }) => table !== undefined && !fresh.has(table))
      .map(({ rule }) => `line ${statement.line}: ${shortened(statement.code)} ${rule.says}`),
  );
  return [...found, ...(language === "MySQL" ? halfWay(statements) : [])];
}

/** What a line of {@link risks} means for a release: data that may go, or others that wait; undefined when it is neither. */
export function costOf(line: string): "loses" | "waits" | undefined {
  if (losing.some(({ says }) => line.endsWith(says))) return "loses";
  return locking.some(({ says }) => line.endsWith(says)) ? "waits" : undefined;
}

/** Everything that is not rows commits at once, and what ran before it too. */
export function commits({ code }: Pick<Statement, "code">): boolean {
  return !/^(?:\/\*M?!\d* ?)?(INSERT|UPDATE|DELETE|REPLACE|SELECT|WITH|SET|VALUES|DO|TABLE|LOAD)\b/i.test(
    code,
  );
}

function halfWay(statements: Statement[]): string[] {
  const counted = statements.filter(({ code }) => !/^(SET|SELECT)\b/i.test(code));
  if (counted.length < 2 || !counted.some(commits)) return [];
  return [
    `its ${counted.length} statements cannot be rolled back together: when one fails, those before it stay. One file each is safer`,
  ];
}

function shortened(code: string): string {
  return code.length <= 60 ? code : `${code.slice(0, 59)}…`;
}
