import type { Language } from "../../database/client/dialect";
import type { AlterCost } from "../../database/product/grammar";
import { grammarOf } from "../../database/products";
import type { Fresh } from "./fresh";
import { judgements, type Judgement } from "./says";
import { bare, listOf, nameIn, nameText, sql } from "./words";

const { loses, waits, unjudged } = judgements;

/** What a cost of an action is. */
const costs: Record<AlterCost, Judgement> = { ...loses, ...waits };

/** Actions after which the names that they mention may stand for other tables, with rows. */
const exchanges = /^(?:RENAME|SET SCHEMA|ATTACH|INHERIT|EXCHANGE|CONVERT|IMPORT)\b/i;

const table = sql(
  "ALTER (?:ONLINE )?(?<ignore>IGNORE )?(?:FOREIGN )?TABLE (?:IF EXISTS )?(?:ONLY )?NAME ?\\*? (?:WAIT \\d+ |NOWAIT )?(?<actions>.*)$",
);

/** What an ALTER may cost. */
export function alters(code: string, language: Language, fresh: Fresh): Judgement[] {
  const { name, ...groups } = table.exec(code)?.groups ?? {};
  if (name === undefined) return altersOther(bare(code));
  const actions = listOf(groups["actions"] ?? "");
  const wasFresh = fresh.has(name);
  for (const action of actions) remember(action, name, fresh);
  const found = actions.flatMap((action) => meaningOf(action, language) ?? []);
  // Of a table without rows only what is not known matters.
  if (wasFresh) return found.filter((each) => each === unjudged.unknown);
  return [...(groups["ignore"] ? [loses.duplicates] : []), ...found];
}

function meaningOf(action: string, language: Language): Judgement | undefined {
  const text = bare(action).toUpperCase();
  const rule = grammarOf(language).alterTable.find(([pattern]) => pattern.test(text));
  if (!rule) return unjudged.unknown;
  return rule[1] && costs[rule[1]];
}

function remember(action: string, name: string, fresh: Fresh): void {
  const column = nameIn(action, "ADD (?:COLUMN )?(?!IF )NAME");
  if (column !== undefined) fresh.madeColumn(name, column);
  if (exchanges.test(action)) fresh.forget(name, ...(action.match(new RegExp(nameText, "g")) ?? []));
}

/** What is no table. */
function altersOther(code: string): Judgement[] {
  if (/^ALTER TYPE\b.* DROP ATTRIBUTE\b/i.test(code)) return [loses.column];
  if (/^ALTER TYPE\b.* ALTER ATTRIBUTE \S+ (?:SET DATA )?TYPE\b/i.test(code)) return [loses.narrow];
  if (/^ALTER INDEX\b/i.test(code)) return [];
  if (
    /^ALTER (?:EXTENSION|(?:DEFINER ?= ?\S+ )?EVENT|SUBSCRIPTION|INSTANCE|TABLE|FOREIGN TABLE)\b/i.test(code)
  )
    return [unjudged.unknown];
  return / RENAME\b| SET SCHEMA\b/i.test(code) ? [waits.missing] : [];
}
