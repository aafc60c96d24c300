import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";
import type { Fresh } from "./fresh";
import { judgements, type Judgement } from "./says";
import { bare, keyOf, listOf, nameText } from "./words";

const { loses, waits, unjudged } = judgements;

/** What only a release that still uses it misses. */
const used =
  /^(?:VIEW|MATERIALIZED VIEW|FOREIGN TABLE|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|USER(?! MAPPING)|ROLE)$/;
/** What holds no data; PostgreSQL refuses to drop it while something depends on it. */
const empty =
  /^(?:INDEX|TRIGGER|RULE|POLICY|CAST|COLLATION|CONVERSION|OPERATOR|STATISTICS|TEXT|PUBLICATION|SERVER|FOREIGN|EVENT|TYPE|DOMAIN|PREPARE|USER MAPPING|SCHEMA|ACCESS|TRANSFORM|TABLESPACE|LANGUAGE)$/;

const statement =
  /^DROP (MATERIALIZED VIEW|FOREIGN TABLE|USER MAPPING|TEMPORARY (?:TABLES?|SEQUENCE)|\w+) (?:(?:CONCURRENTLY|IF EXISTS) )*(.*)$/i;

/** What a DROP may cost. @param defined names that the file itself makes, besides tables */
export function drops(code: string, language: Language, fresh: Fresh, defined: Set<string>): Judgement[] {
  const [, found = "", rest = ""] = statement.exec(code) ?? [];
  const kind = found.toUpperCase();
  const names = listOf(rest).map((part) => new RegExp(`^${nameText}`).exec(part)?.[0] ?? part);
  const cascades = / CASCADE$/i.test(bare(code));
  if (/^TEMPORARY/.test(kind)) return forgetting([], names, fresh);
  if (/^(?:TABLES?|SEQUENCE)$/.test(kind))
    return forgetting(fresh.has(...names) ? [] : [loses.data], names, fresh);
  const holds =
    grammarOf(language).schemaIsDatabase || cascades
      ? /^(?:DATABASE|SCHEMA|OWNED|EXTENSION)$/
      : /^(?:DATABASE|OWNED|EXTENSION)$/;
  if (holds.test(kind)) return [loses.data];
  if (cascades) return [loses.dependants];
  if (used.test(kind))
    return names.every((name) => defined.has(keyOf(name, language))) ? [] : [waits.missing];
  return empty.test(kind) ? [] : [unjudged.unknown];
}

function forgetting(found: Judgement[], names: string[], fresh: Fresh): Judgement[] {
  fresh.forget(...names);
  return found;
}
