import { changes, type ReleaseRecord } from "../../components/release/record";
import { serving, type Serving } from "../../components/release/serving";
import { ReleaseStore } from "../../components/release/store";
import { hasServed } from "../../components/release/way-back";
import { alignedTable } from "../kernel/table";
import { findStack, readArguments } from "../stack";
import { duration } from "../text";
import { usageOf } from "../usage";
import { findRelease } from "./find";

const usage = usageOf("releases");

/** `npm run releases`: every update of the stack that did something, the newest first; with a number, all that is known of one. */
export async function releases(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: "boolean" } }, usage);
  const target = await findStack(values);
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
  for (const { number, why } of kept.unreadable) console.error(`Record ${number} cannot be read: ${why}.`);
  if (values.json)
    console.log(
      JSON.stringify(
        records.map((record) => marked(record, found)),
        undefined,
        2,
      ),
    );
  else
    console.log(
      records.length === 0
        ? `Stack ${target.stack} has no release yet: pulumi up makes the first.`
        : renderReleases(records, found),
    );
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
  const table = alignedTable([
    ["RELEASE", "WHEN (UTC)", "RESULT", "TOOK", "BY", "COMMIT", "WHAT CHANGED"],
    ...[...records]
      .reverse()
      .map((record) =>
        [
          `${record.number}`,
          record.startedAt.slice(0, 16).replace("T", " "),
          `${resultOf(record, records)}${record.number === number ? ", serves" : ""}`,
          took(record),
          record.by,
          commitOf(record),
          record.result === "failed"
            ? failureOf(record)
            : changes(previous(records, record), record).join("; ") || "the program",
        ].map(oneLine),
      ),
  ]);
  if (unrecordedAfter !== undefined)
    return `${table}\nWhat serves could not be recorded; release ${unrecordedAfter} is the last with a record that served.`;
  return guessed === undefined || number === undefined
    ? table
    : `${table}\nThat release ${number} serves is known only from these records, because ${guessed}.`;
}

/** No text of a record looks like a line of its own. */
const oneLine = (text: string) => text.replace(/\s+/g, " ");

function details(record: ReleaseRecord, before: ReleaseRecord | undefined, serves: boolean): string {
  const slowest = [...record.steps].sort((a, b) => b.seconds - a.seconds);
  return [
    `Release ${record.number} of stack ${record.stack}: ${record.result}${serves ? ", serves" : ""}`,
    `  ${record.startedAt} to ${record.endedAt ?? "unknown"} (${took(record)}), by ${record.by}`,
    ...(record.commit ? [`  commit ${commitOf(record)} ${record.commit.subject}`] : []),
    "What changed:",
    ...changes(before, record).map((line) => `  ${oneLine(line)}`),
    ...(record.replaces === undefined ? [] : [`Release ${record.replaces} served before it.`]),
    ...(record.noSource === undefined ? [] : [`Its source is not kept: ${record.noSource}`]),
    ...(record.source?.leftOut
      ? [`Not in its source, because they look like secrets: ${record.source.leftOut.join(", ")}`]
      : []),
    ...(record.source?.linksOut
      ? [`Not in its source, because they lead out of it: ${record.source.linksOut.join(", ")}`]
      : []),
    ...(record.source?.untracked
      ? [`Not in its source, because git did not track them: ${record.source.untracked.join(", ")}`]
      : []),
    ...(record.backup === undefined ? [] : [`Backup before its migrations: ${record.backup}`]),
    ...(record.unanswered ? [`Not known: what ${record.unanswered.join(", ")} applied, and its backup`] : []),
    ...(record.failure
      ? [
          `Failed at ${record.failure.step}:`,
          ...record.failure.cause.split("\n").map((line) => `  | ${line}`),
        ]
      : []),
    "Steps, the longest first:",
    ...slowest.map(({ step, seconds }) => `  ${seconds.toFixed(1).padStart(6)} s  ${step}`),
    ...(record.images ? ["Images:"] : []),
    ...Object.entries(record.images ?? {}).map(
      ([name, { id, pinned }]) => `  ${name}: ${pinned.name} ${id.slice(0, 19)}`,
    ),
  ].join("\n");
}

/** Where it failed, and what stays of it all the same: migrations, and what a rollback did to databases. */
function failureOf({ failure, migrations = [], restored = [] }: ReleaseRecord): string {
  const stays = migrations.map((name) => `migration ${name} stays applied`);
  return [`${failure?.step ?? ""} failed`, ...stays, ...restored].join("; ");
}

/** One that says nothing of its end either runs now, as the last may, or was cut off. */
function resultOf(record: ReleaseRecord, records: ReleaseRecord[]): string {
  if (record.result !== "started") return record.result;
  return record === records.at(-1) ? "running, or was cut off" : "cut off";
}

function took({ startedAt, endedAt }: ReleaseRecord): string {
  return endedAt === undefined ? "-" : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}

function commitOf({ commit }: ReleaseRecord): string {
  return commit === undefined ? "-" : `${commit.id.slice(0, 8)}${commit.dirty ? "+" : ""}`;
}
