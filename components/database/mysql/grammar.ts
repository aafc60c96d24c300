import type { Grammar } from "../product/grammar";

/** SQL as MySQL, MariaDB and their clients read it. */
export const mysqlGrammar: Grammar = {
  line: /(?:--(?=[\s]|$)|#)[^\n]*/y,
  command: /(?:(?:source|system|use|connect|tee|pager|edit|exit|quit)\b|\\[!.ruTqe])[^\n]*/iy,
  commandsInside: false,
  delimiter: /delimiter[ \t]+(\S+)[^\n]*/iy,
  nests: false,
  nestedComments: false,
  commentedCode: /\/\*M?!/y,
  doubleQuotedStrings: true,
  escapes: (quote) => quote !== "`",
  foldsNames: false,
  schemaIsDatabase: true,
  schemaInTransaction: false,
  doIsBlock: false,
  indexBlocksWrites: false,
  alterTable: [
    [/^(?:ADD|DROP) (?:CONSTRAINT (?:\S+ )?)?PRIMARY KEY\b/, "copies"],
    [/^DROP (?:INDEX|KEY|FOREIGN KEY|CHECK|CONSTRAINT)\b/],
    [/^(?:DROP|TRUNCATE) PARTITION\b/, "rows"],
    [/^DROP\b/, "column"],
    [/^DISCARD\b/, "data"],
    [/^(?:MODIFY|CHANGE)\b/, "narrow"],
    [/^CONVERT TO (?:CHARACTER SET|CHARSET) (?!UTF8MB4|DEFAULT)/, "narrow"],
    [/\bENGINE ?=? ?(?:MEMORY|HEAP|BLACKHOLE)\b/, "data"],
    [/^CONVERT TO\b|\bENGINE\b|\bROW_FORMAT\b/, "copies"],
    [/^(?:REORGANIZE|REBUILD|COALESCE|REMOVE PARTITIONING|PARTITION BY|FORCE|ORDER BY)\b/, "copies"],
    [/^RENAME (?:INDEX|KEY)\b/],
    [/^RENAME\b/, "missing"],
    [/^(?:ADD|ALTER|ENABLE|DISABLE|(?:ANALYZE|CHECK|OPTIMIZE) PARTITION|WITH|WITHOUT)\b/],
    [
      /^(?:ALGORITHM|LOCK|COMMENT|AUTO_INCREMENT|DEFAULT|CHARACTER|CHARSET|COLLATE|STATS_\w+|KEY_BLOCK_SIZE)\b/,
    ],
    [/^(?:AVG_ROW_LENGTH|MAX_ROWS|MIN_ROWS|CHECKSUM|PACK_KEYS|COMPRESSION|ENCRYPTION)\b/],
  ],
};
