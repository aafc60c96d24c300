import { changes, type ReleaseRecord } from "../../components/release/record";
import { ReleaseStore } from "../../components/release/store";
import { UserError } from "../../toolchain/report";
import { alignedTable } from "../../toolchain/table";
import { findStack, readArguments } from "../stack";
import { duration } from "../text";

const usage = "npm run releases -- [NUMBER] [--json] [--stack NAME]";

/** `npm run releases`: every update of the stack that did something, the newest first; with a number, all that is known of one. */
export async function releases(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: "boolean" } }, usage);
  const target = await findStack(values);
  const records = await new ReleaseStore(target).records();
  const [wanted] = positionals;
  if (wanted !== undefined) {
    const record = findRelease(records, Number(wanted));
    console.log(
      values.json ? JSON.stringify(record, undefined, 2) : details(record, previous(records, record)),
    );
  } else if (values.json) console.log(JSON.stringify(records, undefined, 2));
  else
    console.log(
      records.length === 0
        ? `Stack ${target.stack} has no release yet: pulumi up makes the first.`
        : renderReleases(records),
    );
}

/**
 * The release of this number.
 *
 * @throws UserError that names those that there are
 */
export function findRelease(records: ReleaseRecord[], number: number): ReleaseRecord {
  const found = records.find((record) => record.number === number);
  if (found) return found;
  const known = records.map((record) => record.number).join(", ");
  throw new UserError(
    `There is no such release.\n  fix: name one of ${known || "those to come: there is none yet"} (npm run releases lists them)`,
  );
}

/** The last release before another that served. */
export function previous(records: ReleaseRecord[], { number }: ReleaseRecord): ReleaseRecord | undefined {
  return records.filter((record) => record.number < number && record.result === "succeeded").at(-1);
}

/** The list that people read. */
export function renderReleases(records: ReleaseRecord[]): string {
  return alignedTable([
    ["RELEASE", "WHEN (UTC)", "RESULT", "TOOK", "BY", "COMMIT", "WHAT CHANGED"],
    ...[...records]
      .reverse()
      .map((record) => [
        `${record.number}`,
        record.startedAt.slice(0, 16).replace("T", " "),
        resultOf(record, records),
        took(record),
        record.by,
        commitOf(record),
        record.result === "failed"
          ? `${record.failure?.step ?? ""} failed`
          : changes(previous(records, record), record).join("; ") || "the program",
      ]),
  ]);
}

function details(record: ReleaseRecord, before: ReleaseRecord | undefined): string {
  const slowest = [...record.steps].sort((a, b) => b.seconds - a.seconds);
  return [
    `Release ${record.number} of stack ${record.stack}: ${record.result}`,
    `  ${record.startedAt} to ${record.endedAt ?? "unknown"} (${took(record)}), by ${record.by}`,
    ...(record.commit ? [`  commit ${commitOf(record)} ${record.commit.subject}`] : []),
    "What changed:",
    ...changes(before, record).map((line) => `  ${line}`),
    ...(record.backup === undefined ? [] : [`Backup before its migrations: ${record.backup}`]),
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

/** One that says nothing of its end either runs now, as the last may, or was cut off. */
function resultOf(record: ReleaseRecord, records: ReleaseRecord[]): string {
  if (record.result !== "started") return record.result;
  return record === records.at(-1) ? "runs, or was cut off" : "cut off";
}

function took({ startedAt, endedAt }: ReleaseRecord): string {
  return endedAt === undefined ? "-" : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}

function commitOf({ commit }: ReleaseRecord): string {
  return commit === undefined ? "-" : `${commit.id.slice(0, 8)}${commit.dirty ? "+" : ""}`;
}
