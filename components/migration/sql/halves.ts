import { say } from "../../../messages/say";
import type { Scanned } from "./scan";

/** A file as this system runs it. */
export interface Halves {
  /** The way there, on the lines where it stands in the file; of a file without halves all of it. */
  up: string;
  /** Why it must not run. */
  refused?: string;
}

/** Comments by which goose, sql-migrate, micrate and dbmate tell the halves of a file apart, and what these tools do besides. */
const marker = /^\s*--\s*(?:\+(?:goose|migrate|micrate)\s+|migrate:)([a-z]+)\b(.*)$/i;
const withoutTransaction = /\bnotransaction\b|\btransaction:\s*false\b/i;

/**
 * Takes the up half of a file that has its way back below, as goose, sql-migrate and dbmate write them: run as a whole it would undo itself,
 * and with it what was in its tables before.
 */
export function halvesOf(sql: string): Halves {
  const lines = sql.split("\n");
  if (!lines.some((line) => marker.test(line))) return { up: sql };
  const texts = say().migration.files;
  let half = "before";
  let plain = false;
  let refused: string | undefined;
  let found = false;
  const kept = lines.map((line, at) => {
    const [, word = "", rest = ""] = marker.exec(line.replace(/\r$/, "")) ?? [];
    const kind = word.toLowerCase();
    if (kind === "up" || kind === "down") half = kind;
    if (kind === "up") found = true;
    if (
      (kind === "up" && withoutTransaction.test(rest)) ||
      (kind === "no" && /^\s*TRANSACTION\b/i.test(rest))
    )
      plain = true;
    if (kind === "envsub") refused ??= texts.variables(at + 1);
    if (half === "before" && !/^\s*(?:--.*)?$/.test(line)) refused ??= texts.aboveMarker(at + 1);
    return half === "down" ? "" : line;
  });
  if (!found) refused ??= texts.noUpHalf;
  // The first line is a marker or stands before it.
  if (plain) kept[0] = "-- no-transaction";
  return { up: kept.join("\n"), ...(refused !== undefined && { refused }) };
}

const around = String.raw`[\s\-=#*<>\[\](){}@!/:+~_.]*`;
/** Comments that begin a way back, alone on their lines: `-- Down`, `--//@UNDO`, `-- Down Migration`, `# --- !Downs`, `-- 回滚`. */
const wayBack = new RegExp(
  String.raw`^\s*(?:--|#|\/\*)${around}(?:[a-z]+[\s:]+)?(?:(?:downs?|undo|rollback|revert|downgrade)(?:\s+(?:migrations?|scripts?|sql|half|section|part))?|(?:回滚|回退|撤销|撤回)(?:脚本|语句|部分|操作|sql)?)${around}$`,
  "i",
);
const liquibase = /^\s*--\s*liquibase formatted sql\b/i;
const sqitch = /^\s*--\s*(?:revert|verify)\s+\S+:\S+\s+(?:from|on)\s+\w+/i;

/**
 * Finds a way back that another tool would leave out, but that would run here.
 *
 * @returns what is wrong, with what to do; undefined when nothing looks like one
 */
export function wayBackIn(sql: string, { quotes }: Pick<Scanned, "quotes">): string | undefined {
  const texts = say().migration.files;
  let offset = 0;
  for (const [at, line] of sql.split("\n").entries()) {
    const start = offset;
    offset += line.length + 1;
    if (quotes.some(({ from, to }) => from < start && start < to)) continue;
    const text = line.trim();
    if (liquibase.test(line)) return texts.liquibase({ line: at + 1, text });
    if (wayBack.test(line) || sqitch.test(line)) return texts.wayBack({ line: at + 1, text });
  }
  return undefined;
}

/** Names of files that other tools keep a way back in. Only `npm run migrate -- down` runs those of the first kind. */
export const neverRuns = (name: string) => /\.down\.sql$|^U\d+(?:[._]\d+)*__.*\.sql$/i.test(name);

const backName = /(?:^|[._-])(?:down|undo|rollback|revert)\.sql$|^\d+\.undo\./i;

/** @returns what is wrong with a name; undefined when it does not look like the name of a way back */
export function nameOfWayBack(name: string): string | undefined {
  if (!backName.test(name)) return undefined;
  const plain = name
    .replace(/^(\d+)\.undo\./i, "$1.")
    .replace(/[._-]?(?:down|undo|rollback|revert)\.sql$/i, "");
  return say().migration.files.wayBackByName(`${plain.replace(/\.sql$/, "") || "NAME"}.down.sql`);
}
