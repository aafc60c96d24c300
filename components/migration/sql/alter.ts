import type { Language } from "../../database/client/dialect";
import type { Fresh } from "./fresh";
import { says } from "./says";
import { bare, listOf, nameIn, nameText, sql } from "./words";

const { loses, waits, unjudged } = says;

/** What one action of ALTER TABLE means, the first pattern that fits; nothing: it costs nothing. */
type Actions = [pattern: RegExp, says?: string][];

const postgres: Actions = [
  [/^DROP CONSTRAINT\b.* CASCADE$/, loses.dependants],
  [/^DROP CONSTRAINT\b/],
  [/^DROP\b/, loses.column],
  [/^ALTER (?:COLUMN )?\S+ (?:SET DATA )?TYPE\b/, loses.narrow],
  [/^ALTER (?:COLUMN )?\S+ SET NOT NULL/, waits.reads],
  [/^ALTER (?:COLUMN )?\S+ SET EXPRESSION\b/, waits.copies],
  [/^ALTER\b/],
  [/^ADD (?:CONSTRAINT \S+ )?(?:FOREIGN KEY|CHECK)\b(?!.*\bNOT VALID\b)/, waits.checks],
  [/^ADD (?:CONSTRAINT \S+ )?(?:UNIQUE|PRIMARY KEY)\b(?! USING INDEX)/, waits.reads],
  [/^ADD\b/],
  [/^RENAME CONSTRAINT\b/],
  [/^(?:RENAME|SET SCHEMA|DETACH|NO INHERIT|(?:ENABLE|FORCE) ROW LEVEL)\b/, waits.missing],
  [/^SET UNLOGGED\b/, loses.unlogged],
  [/^SET (?:LOGGED|TABLESPACE|ACCESS METHOD)\b/, waits.rewrites],
  [
    /^(?:SET (?:\(|WITHOUT)|ATTACH|INHERIT|VALIDATE|OWNER|RESET|REPLICA|CLUSTER|ENABLE|DISABLE|NO FORCE|(?:NOT )?OF)/,
  ],
];

const mysql: Actions = [
  [/^(?:ADD|DROP) (?:CONSTRAINT (?:\S+ )?)?PRIMARY KEY\b/, waits.copies],
  [/^DROP (?:INDEX|KEY|FOREIGN KEY|CHECK|CONSTRAINT)\b/],
  [/^(?:DROP|TRUNCATE) PARTITION\b/, loses.rows],
  [/^DROP\b/, loses.column],
  [/^DISCARD\b/, loses.data],
  [/^(?:MODIFY|CHANGE)\b/, loses.narrow],
  [/^CONVERT TO (?:CHARACTER SET|CHARSET) (?!UTF8MB4|DEFAULT)/, loses.narrow],
  [/\bENGINE ?=? ?(?:MEMORY|HEAP|BLACKHOLE)\b/, loses.data],
  [/^CONVERT TO\b|\bENGINE\b|\bROW_FORMAT\b/, waits.copies],
  [/^(?:REORGANIZE|REBUILD|COALESCE|REMOVE PARTITIONING|PARTITION BY|FORCE|ORDER BY)\b/, waits.copies],
  [/^RENAME (?:INDEX|KEY)\b/],
  [/^RENAME\b/, waits.missing],
  [/^(?:ADD|ALTER|ENABLE|DISABLE|(?:ANALYZE|CHECK|OPTIMIZE) PARTITION|WITH|WITHOUT)\b/],
  [/^(?:ALGORITHM|LOCK|COMMENT|AUTO_INCREMENT|DEFAULT|CHARACTER|CHARSET|COLLATE|STATS_\w+|KEY_BLOCK_SIZE)\b/],
  [/^(?:AVG_ROW_LENGTH|MAX_ROWS|MIN_ROWS|CHECKSUM|PACK_KEYS|COMPRESSION|ENCRYPTION)\b/],
];

/** Actions after which the names that they mention may stand for other tables, with rows. */
const exchanges = /^(?:RENAME|SET SCHEMA|ATTACH|INHERIT|EXCHANGE|CONVERT|IMPORT)\b/i;

const table = sql(
  "ALTER (?:ONLINE )?(?<ignore>IGNORE )?(?:FOREIGN )?TABLE (?:IF EXISTS )?(?:ONLY )?NAME ?\\*? (?:WAIT \\d+ |NOWAIT )?(?<actions>.*)$",
);

/** What an ALTER may cost, a line each. */
export function alters(code: string, language: Language, fresh: Fresh): string[] {
  const { name, ...groups } = table.exec(code)?.groups ?? {};
  if (name === undefined) return altersOther(bare(code));
  const actions = listOf(groups["actions"] ?? "");
  const wasFresh = fresh.has(name);
  for (const action of actions) remember(action, name, fresh);
  const found = actions.map((action) => meaningOf(action, language));
  // Of a table without rows only what is not known matters.
  if (wasFresh) return found.filter((text) => text === unjudged.unknown);
  return [...(groups["ignore"] ? [loses.duplicates] : []), ...found.flatMap((text) => text ?? [])];
}

function meaningOf(action: string, language: Language): string | undefined {
  const text = bare(action).toUpperCase();
  const rules = language === "PostgreSQL" ? postgres : mysql;
  const rule = rules.find(([pattern]) => pattern.test(text));
  return rule ? rule[1] : unjudged.unknown;
}

function remember(action: string, name: string, fresh: Fresh): void {
  const column = nameIn(action, "ADD (?:COLUMN )?(?!IF )NAME");
  if (column !== undefined) fresh.madeColumn(name, column);
  if (exchanges.test(action)) fresh.forget(name, ...(action.match(new RegExp(nameText, "g")) ?? []));
}

/** What is no table. */
function altersOther(code: string): string[] {
  if (/^ALTER TYPE\b.* DROP ATTRIBUTE\b/i.test(code)) return [loses.column];
  if (/^ALTER TYPE\b.* ALTER ATTRIBUTE \S+ (?:SET DATA )?TYPE\b/i.test(code)) return [loses.narrow];
  if (/^ALTER INDEX\b/i.test(code)) return [];
  if (
    /^ALTER (?:EXTENSION|(?:DEFINER ?= ?\S+ )?EVENT|SUBSCRIPTION|INSTANCE|TABLE|FOREIGN TABLE)\b/i.test(code)
  )
    return [unjudged.unknown];
  return / RENAME\b| SET SCHEMA\b/i.test(code) ? [waits.missing] : [];
}
