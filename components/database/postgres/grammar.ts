import type { Grammar } from "../product/grammar";

/** SQL as psql and PostgreSQL read it. */
export const postgresGrammar: Grammar = {
  line: /--[^\n]*/y,
  command: /\\[^\n]*/y,
  commandsInside: true,
  nests: true,
  nestedComments: true,
  dollarQuote: /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y,
  beforeData: /^\s*COPY\b.*\bFROM\s+STDIN\b/is,
  doubleQuotedStrings: false,
  escapes: (quote, before) => quote === "'" && /^e$/i.test(before),
  foldsNames: true,
  defaultSchema: "public",
  schemaIsDatabase: false,
  schemaInTransaction: true,
  doIsBlock: true,
  indexBlocksWrites: true,
  alterTable: [
    [/^DROP CONSTRAINT\b.* CASCADE$/, "dependants"],
    [/^DROP CONSTRAINT\b/],
    [/^DROP\b/, "column"],
    [/^ALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/, "narrow"],
    [/^ALTER (?:COLUMN )?\S+ SET NOT NULL/, "reads"],
    [/^ALTER (?:COLUMN )?\S+ SET EXPRESSION\b/, "copies"],
    [/^ALTER\b/],
    [/^ADD (?:CONSTRAINT \S+ )?(?:FOREIGN KEY|CHECK)\b(?!.*\bNOT VALID\b)/, "checks"],
    [/^ADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY)\b(?! USING INDEX)/, "reads"],
    [/^ADD\b/],
    [/^RENAME CONSTRAINT\b/],
    [/^(?:RENAME|SET SCHEMA|DETACH|NO INHERIT|(?:ENABLE|FORCE) ROW LEVEL)\b/, "missing"],
    [/^SET UNLOGGED\b/, "unlogged"],
    [/^SET (?:LOGGED|TABLESPACE|ACCESS METHOD)\b/, "rewrites"],
    [
      /^(?:SET (?:\(|WITHOUT)|ATTACH|INHERIT|VALIDATE|OWNER|RESET|REPLICA|CLUSTER|ENABLE|DISABLE|NO FORCE|(?:NOT )?OF)/,
    ],
  ],
};
