import type { ReleaseRecord } from "../../components/release/record";
import { serving, type Serving } from "../../components/release/serving";
import { ReleaseStore, type Kept } from "../../components/release/store";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** Which release serves, whether it is the last one, and whether what is kept of releases can be read. */
export async function releases(subject: Subject): Promise<Finding[]> {
  const kept = await new ReleaseStore(subject).read();
  return judgeReleases(kept, await serving(subject, kept.records));
}

/** What is to be said of the releases of a stack. */
export function judgeReleases(
  { records, unreadable }: Kept,
  { number, guessed, unrecordedAfter }: Serving,
): Finding[] {
  const { ok, warning, problem } = findings("releases");
  const damaged = unreadable.map((record) =>
    warning(
      `record ${record.number} cannot be read: ${record.why}`,
      "nothing to do: no other release needs it; only a rollback to that one is not possible",
    ),
  );
  const last = records.at(-1);
  if (!last) return [ok("none yet"), ...damaged];
  if (unrecordedAfter !== undefined)
    return [
      warning(
        `what serves could not be recorded; release ${unrecordedAfter} is the last with a record that served`,
        "free disk space on the host and make its Docker engine reachable: the next pulumi up that changes something is recorded; npm run rollback goes back to the last release with a record",
      ),
      ...damaged,
    ];
  if (number === undefined)
    return [
      last.result === "succeeded"
        ? ok("none serves")
        : problem(
            `none serves: release ${last.number} ${ended(last)}`,
            `${first(last)}, then run ${again(last)}`,
          ),
      ...damaged,
    ];
  const by = guessed === undefined ? "" : ` according to the records, because ${guessed}`;
  const record = records.find((each) => each.number === number);
  if (last.number > number)
    return [
      warning(
        `release ${last.number} ${ended(last)} before it served; release ${number} serves${by}`,
        `${first(last)}, then run ${again(last)}, or revert what it changed: npm run rollback -- --to ${number}`,
      ),
      ...damaged,
    ];
  if (record && record.result !== "succeeded")
    return [
      warning(
        `release ${number} serves${by}, but it ${ended(record)}`,
        record.rollbackTo === undefined
          ? `${first(record)}, then run pulumi up, or go back: npm run rollback`
          : `${first(record)}, then finish the rollback to release ${record.rollbackTo}: npm run rollback`,
      ),
      ...damaged,
    ];
  const source =
    record?.noSource === undefined
      ? []
      : [warning(`a rollback to release ${number} is not possible: its source is not kept`, record.noSource)];
  return [ok(`release ${number} serves${by}`), ...source, ...damaged];
}

/** The command that does again what did not end. */
const again = ({ rollbackTo }: ReleaseRecord) =>
  rollbackTo === undefined ? "pulumi up" : `npm run rollback -- --to ${rollbackTo}`;

/** What comes before it is done again. One that was cut off has no cause of its own to fix, only what it left. */
const first = ({ result, number, stack }: ReleaseRecord) =>
  result === "started"
    ? `if it no longer runs: npm run unlock -- --stack ${stack}`
    : `fix the cause (npm run releases -- ${number} shows it)`;

const ended = ({ result, failure }: ReleaseRecord) =>
  result === "started"
    ? "is still running or was cut off"
    : `failed at ${failure?.step ?? "an unknown step"}`;
