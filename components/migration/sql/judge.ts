import type { Language } from "../../database/client/dialect";
import { grammarOf } from "../../database/products";
import { alters } from "./alter";
import { executed, queryIn, unknownCalls } from "./calls";
import { drops } from "./drop";
import type { Fresh } from "./fresh";
import { scan, type Statement } from "./scan";
import { judgements, type Judgement } from "./says";
import { bare, isLimited, listOf, nameIn, nameText, outside, plain, sql } from "./words";

const { loses, waits, unjudged } = judgements;

/** What a statement is judged by. */
interface Case {
  /** Its code; see `plain`. */
  code: string;
  /** The same with nothing in its quoted names. */
  bare: string;
  text: string;
  language: Language;
  fresh: Fresh;
  defined: Set<string>;
}

/** Statements that lose nothing and keep no other waiting. */
const harmless = new Set(
  "GRANT COMMENT USE RESET DISCARD SAVEPOINT RELEASE ROLLBACK LISTEN NOTIFY UNLISTEN DEALLOCATE CHECKPOINT CHECK CHECKSUM FETCH MOVE CLOSE SECURITY REASSIGN IMPORT SIGNAL FLUSH TABLE HELP".split(
    " ",
  ),
);

const judges: Record<string, (found: Case) => Judgement[]> = {
  DROP: ({ code, language, fresh, defined }) => drops(code, language, fresh, defined),
  ALTER: ({ code, language, fresh }) => alters(code, language, fresh),
  CREATE: creates,
  TRUNCATE: ({ code, fresh }) => {
    const names = listOf(code.replace(/^TRUNCATE (?:TABLE )?/i, "")).map(
      (part) => nameIn(part, "(?:ONLY )?NAME") ?? part,
    );
    return fresh.has(...names) && !/ CASCADE$/i.test(code) ? [] : [loses.rows];
  },
  DELETE: (found) => {
    const name = nameIn(found.code, "DELETE FROM (?:ONLY )?NAME(?! USING)");
    if (name !== undefined && found.fresh.has(name)) return [];
    return [isLimited(found.code) ? loses.someRows : loses.allRows];
  },
  UPDATE: updates,
  REPLACE: ({ code, fresh }) => {
    const name = nameIn(code, "REPLACE (?:LOW_PRIORITY |DELAYED )?(?:INTO )?NAME");
    return name !== undefined && fresh.has(name) ? [] : [loses.replaces];
  },
  LOAD: ({ bare: text }) =>
    /^LOAD (?:DATA|XML)\b/i.test(text)
      ? / REPLACE INTO\b/i.test(text)
        ? [loses.replaces]
        : []
      : [unjudged.unknown],
  MERGE: ({ bare: text }) => (/ THEN DELETE\b/i.test(text) ? [loses.someRows] : []),
  RENAME: ({ code, fresh }) => {
    fresh.forget(...(code.match(new RegExp(nameText, "g")) ?? []));
    return [waits.missing];
  },
  COPY: (found) => (/ PROGRAM ''/i.test(found.bare) ? [unjudged.unknown] : deletesInside(found)),
  INSERT: deletesInside,
  SELECT: queries,
  VALUES: queries,
  DECLARE: queries,
  SHOW: queries,
  WITH: queries,
  SET: (found) => {
    if (/^SET (?:SESSION |LOCAL )?(?:search_path|SCHEMA)\b/i.test(found.bare)) found.fresh.forgetAll();
    return queries(found);
  },
  DO: (found) => (grammarOf(found.language).doIsBlock ? block(found) : queries(found)),
  EXPLAIN: explains,
  DESC: explains,
  DESCRIBE: explains,
  ANALYZE: ({ bare: text }) =>
    /^ANALYZE (?:FORMAT ?= ?\w+ )?(?:SELECT|DELETE|UPDATE|INSERT|REPLACE|WITH)\b/i.test(text)
      ? [unjudged.unknown]
      : [],
  REVOKE: () => [waits.missing],
  LOCK: () => [waits.holds],
  VACUUM: ({ bare: text }) => (/\bFULL\b/i.test(text) ? [waits.rewrites] : []),
  REINDEX: ({ bare: text }) => (/ CONCURRENTLY\b/i.test(text) ? [] : [waits.rewrites]),
  CLUSTER: () => [waits.rewrites],
  OPTIMIZE: () => [waits.rewrites],
  REFRESH: ({ bare: text }) => (/ CONCURRENTLY\b/i.test(text) ? [] : [waits.holds]),
};

/**
 * What a statement may cost, as {@link judgements} has it; nothing: it costs nothing. What is not known to be harmless is said to be
 * unknown.
 *
 * @param fresh what the file has made so far; told what this statement makes
 * @param defined names of views and routines that the file makes
 */
export function judge(
  { code: raw, text }: Pick<Statement, "code" | "text">,
  language: Language,
  fresh: Fresh,
  defined: Set<string>,
): Judgement[] {
  const code = plain(raw);
  const head = /^\w+/.exec(code)?.[0].toUpperCase() ?? "";
  if (harmless.has(head)) return [];
  const found = judges[head]?.({ code, bare: bare(code), text, language, fresh, defined });
  if (found === undefined) return [unjudged.unknown];
  const calls = unknownCalls(executed(head, code, language));
  const all = [...found, ...(calls.length > 0 ? [unjudged.calls(calls)] : [])];
  return all.filter((one, at) => all.findIndex((each) => isSame(each, one)) === at);
}

function isSame(one: Judgement, other: Judgement): boolean {
  return one.kind === other.kind && one.words?.join() === other.words?.join();
}

function creates({ code, bare: text, language, fresh }: Case): Judgement[] {
  const { name = "", ...groups } =
    sql(
      "CREATE (?<replace>OR REPLACE )?(?:GLOBAL |LOCAL )?(?<temporary>TEMP |TEMPORARY )?(?:UNLOGGED )?(?:TABLE|SEQUENCE) (?<maybe>IF NOT EXISTS )?NAME",
    ).exec(code)?.groups ?? {};
  if (name !== "") {
    const loss = groups["replace"] && !groups["temporary"] && !fresh.has(name);
    if (!groups["maybe"]) fresh.made(name);
    return loss ? [loses.data] : [];
  }
  if (/^CREATE OR REPLACE (?:DATABASE|SCHEMA)\b/i.test(text)) return [loses.data];
  if (/^CREATE (?:OR REPLACE )?(?:DEFINER ?= ?\S+ )?(?:EVENT|RULE)\b/i.test(text)) return [unjudged.later];
  const indexed = nameIn(code, "CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).*? ON (?:ONLY )?NAME");
  const builds = grammarOf(language).indexBlocksWrites && indexed !== undefined && !fresh.has(indexed);
  return builds ? [waits.builds] : [];
}

function updates({ code, fresh }: Case): Judgement[] {
  if (isLimited(code)) return [];
  const { name = "", ...groups } =
    sql("UPDATE (?:LOW_PRIORITY |IGNORE |ONLY )*NAME(?: (?:AS )?(?!SET )\\w+)? SET (?<sets>.*)$").exec(code)
      ?.groups ?? {};
  if (name === "") return [loses.overwrites];
  if (fresh.has(name)) return [];
  const own = outside(groups["sets"] ?? "").replace(/ (?:FROM|WHERE|RETURNING|ORDER BY|LIMIT)\b.*$/i, "");
  const columns = listOf(own).map((part) => nameIn(part, `NAME ?:?=`) ?? "?");
  return [fresh.hasColumns(name, columns) ? waits.everyRow : loses.overwrites];
}

/** A statement that changes rows within another one. */
function deletesInside({ bare: text }: Case): Judgement[] {
  const updated =
    /(?<!\b(?:DO|FOR|KEY|DUPLICATE KEY) )\bUPDATE (?!OF\b)/i.test(text) && !/\bWHERE\b/i.test(text);
  return [...(/\bDELETE FROM\b/i.test(text) ? [loses.someRows] : []), ...(updated ? [loses.overwrites] : [])];
}

function queries(found: Case): Judgement[] {
  // It may say where names are looked up.
  if (/\bset_config ?\(/i.test(found.bare)) found.fresh.forgetAll();
  return deletesInside(found);
}

/** With ANALYZE the statement is run. */
function explains({ code, text, language, fresh, defined }: Case): Judgement[] {
  const [all = "", options = ""] =
    /^(?:EXPLAIN|DESC|DESCRIBE) ((?:\([^)]*\) ?|(?:ANALYZE|VERBOSE|FORMAT ?= ?\w+) )*)/i.exec(code) ?? [];
  if (!/\bANALYZE\b/i.test(options)) return [];
  return judge({ code: code.slice(all.length), text }, language, fresh, defined);
}

const inBlock =
  /(?<!\b(?:ON|DO|FOR|KEY|AFTER|BEFORE|OR) )\b(DROP|TRUNCATE|DELETE|UPDATE|ALTER|EXECUTE(?! (?:FUNCTION|PROCEDURE)\b)|PERFORM|CALL|MERGE|COPY|REVOKE|LOCK)\b/gi;

/** A block of DO: code of its own, of which no more than its words is looked at. */
function block({ code, text, language }: Case): Judgement[] {
  const body = /\$(\w*)\$([\s\S]*)\$\1\$/.exec(text)?.[2];
  const spoken = /\bLANGUAGE (\w+)/i.exec(code)?.[1] ?? "plpgsql";
  if (body === undefined || !/^(?:plpgsql|sql)$/i.test(spoken)) return [unjudged.unknown];
  const inside = scan(body, language).statements.map((statement) => bare(statement.code));
  const words = inside.flatMap((each) =>
    [...each.matchAll(inBlock)].map(([, word = ""]) => word.toUpperCase()),
  );
  if (words.length > 0) return [unjudged.inside([...new Set(words)])];
  const calls = inside.flatMap((each) => unknownCalls(/\bCREATE\b/i.test(each) ? queryIn(each) : each));
  return calls.length > 0 ? [unjudged.calls([...new Set(calls)])] : [];
}
