import { changes, type ReleaseRecord } from "../../components/release/record";
import { serving, type Serving } from "../../components/release/serving";
import { ReleaseStore } from "../../components/release/store";
import { hasServed } from "../../components/release/way-back";
import { say } from "../../messages/say";
import { alignedTable } from "../kernel/table";
import { findContext } from "../context/context";
import { readArguments } from "../stack";
import { duration } from "../text";
import { usageOf } from "../usage";
import { findRelease } from "./find";

/** `npm run releases`: every update of the stack that did something, the newest first; with a number, all that is known of one. */
export async function releases(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: "boolean" } }, usageOf("releases"));
  const target = await findContext(values.stack);
  const kept = await new ReleaseStore(target).read();
  const found = await serving(target, kept.records);
  const { records } = kept;
  const [wanted] = positionals;
  if (wanted !== undefined) {
    const record = findRelease(kept, Number(wanted));
    console.log(
      values.json
        ? JSON.stringify(marked(record, found), undefined, 2)
        : details(record, previous(records, record), found.number === record.number),
    );
    return;
  }
  for (const { number, why } of kept.unreadable) console.error(say().releases.unreadable(number, why));
  if (values.json)
    console.log(
      JSON.stringify(
        records.map((record) => marked(record, found)),
        undefined,
        2,
      ),
    );
  else
    console.log(records.length === 0 ? say().releases.noneYet(target.stack) : renderReleases(records, found));
}

/** For programs that read it. */
function marked(record: ReleaseRecord, { number }: Serving): ReleaseRecord & { serves?: true } {
  return { ...record, ...(record.number === number && { serves: true }) };
}

/** The release that another is compared with: the one that served when it began. */
function previous(records: ReleaseRecord[], { number, replaces }: ReleaseRecord): ReleaseRecord | undefined {
  return (
    records.find((record) => record.number === replaces) ??
    records.filter((record) => record.number < number && hasServed(record, records)).at(-1)
  );
}

/** The list that people read. */
export function renderReleases(
  records: ReleaseRecord[],
  { number, guessed, unrecordedAfter }: Serving,
): string {
  const texts = say().releases;
  const table = alignedTable([
    texts.columns,
    ...[...records]
      .reverse()
      .map((record) =>
        [
          `${record.number}`,
          record.startedAt.slice(0, 16).replace("T", " "),
          servingOr(record.number === number, resultOf(record, records)),
          took(record),
          record.by,
          commitOf(record),
          record.result === "failed"
            ? failureOf(record)
            : texts.whatChanged(changes(previous(records, record), record)),
        ].map(oneLine),
      ),
  ]);
  if (unrecordedAfter !== undefined) return `${table}\n${texts.unrecorded(unrecordedAfter)}`;
  return guessed === undefined || number === undefined
    ? table
    : `${table}\n${texts.guessed(number, guessed)}`;
}

/** No text of a record looks like a line of its own. */
const oneLine = (text: string) => text.replace(/\s+/g, " ");

const servingOr = (serves: boolean, result: string) => (serves ? say().releases.serves(result) : result);

function details(record: ReleaseRecord, before: ReleaseRecord | undefined, serves: boolean): string {
  const { number, stack, startedAt, endedAt, by, source } = record;
  const { details: texts, results } = say().releases;
  const result = servingOr(serves, results[record.result]);
  const slowest = [...record.steps].sort((a, b) => b.seconds - a.seconds);
  return [
    texts.title({ number, stack, result }),
    `  ${texts.times({ from: startedAt, to: endedAt, took: took(record), by })}`,
    ...(record.commit ? [`  ${texts.commit(commitOf(record), record.commit.subject)}`] : []),
    texts.changed,
    ...changes(before, record).map((line) => `  ${oneLine(line)}`),
    ...(record.replaces === undefined ? [] : [texts.replaces(record.replaces)]),
    ...(record.noSource === undefined ? [] : [texts.noSource(record.noSource)]),
    ...(source?.leftOut ? [texts.leftOut(source.leftOut)] : []),
    ...(source?.linksOut ? [texts.linksOut(source.linksOut)] : []),
    ...(source?.untracked ? [texts.untracked(source.untracked)] : []),
    ...(record.backup === undefined ? [] : [texts.backup(record.backup)]),
    ...(record.unanswered ? [texts.unanswered(record.unanswered)] : []),
    ...(record.failure
      ? [
          texts.failedAt(record.failure.step),
          ...record.failure.cause.split("\n").map((line) => `  | ${line}`),
        ]
      : []),
    texts.steps,
    ...slowest.map(({ step, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${step}`),
    ...(record.images ? [texts.images] : []),
    ...Object.entries(record.images ?? {}).map(
      ([name, { id, pinned }]) => `  ${name}: ${pinned.name} ${id.slice(0, 19)}`,
    ),
  ].join("\n");
}

/** Where it failed, and what stays of it all the same: migrations, and what a rollback did to databases. */
function failureOf({ failure, migrations = [], restored = [] }: ReleaseRecord): string {
  const { together, failedAt, staysApplied } = say().releases;
  return together([failedAt(failure?.step ?? ""), ...migrations.map(staysApplied), ...restored]);
}

/** One that says nothing of its end either runs now, as the last may, or was cut off. */
function resultOf(record: ReleaseRecord, records: ReleaseRecord[]): string {
  const { results } = say().releases;
  if (record.result !== "started") return results[record.result];
  return record === records.at(-1) ? results.running : results.cutOff;
}

function took({ startedAt, endedAt }: ReleaseRecord): string {
  return endedAt === undefined ? "-" : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}

function commitOf({ commit }: ReleaseRecord): string {
  return commit === undefined ? "-" : `${commit.id.slice(0, 8)}${commit.dirty ? "+" : ""}`;
}
