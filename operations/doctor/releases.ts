import { ours } from "../../messages/command";
import type { ReleaseRecord } from "../../components/release/record";
import { serving, type Serving } from "../../components/release/serving";
import { ReleaseStore, type Kept } from "../../components/release/store";
import { say } from "../../messages/say";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** Which release serves, whether it is the last one, and whether what is kept of releases can be read. */
export async function releases(context: Context): Promise<Finding[]> {
  const kept = await new ReleaseStore(context).read();
  return judgeReleases(kept, await serving(context, kept.records));
}

/** What is to be said of the releases of a stack. */
export function judgeReleases(
  { records, unreadable }: Kept,
  { number, guessed, unrecordedAfter }: Serving,
): Finding[] {
  const { ok, warning, problem } = findings("releases");
  const words = say().doctor.releases;
  const damaged = unreadable.map((record) => warning(words.damaged(record)));
  const last = records.at(-1);
  if (!last) return [ok(words.none), ...damaged];
  if (unrecordedAfter !== undefined) return [warning(words.notRecorded(unrecordedAfter)), ...damaged];
  if (number === undefined)
    return [
      last.result === "succeeded"
        ? ok(words.noneServes)
        : problem(words.noneServesAfter({ last: unfinished(last), again: again(last) })),
      ...damaged,
    ];
  const now = { number, guessed };
  const record = records.find((each) => each.number === number);
  if (last.number > number)
    return [warning(words.anotherServes({ last: unfinished(last), now, again: again(last) })), ...damaged];
  if (record && record.result !== "succeeded")
    return [
      warning(
        record.rollbackTo === undefined
          ? words.servesUnfinished({ last: unfinished(record), now })
          : words.servesUnfinishedRollback({ last: unfinished(record), now, to: record.rollbackTo }),
      ),
      ...damaged,
    ];
  const source = record?.noSource === undefined ? [] : [warning(words.noSource(number), record.noSource)];
  return [ok(words.serves(now)), ...source, ...damaged];
}

/** The command that does again what did not end. */
const again = ({ rollbackTo }: ReleaseRecord) =>
  rollbackTo === undefined ? "pulumi up" : `${ours("rollback --")} --to ${rollbackTo}`;

/** What is told of one that failed or did not end. */
const unfinished = ({ number, stack, result, failure }: ReleaseRecord) => ({
  ...{ number, stack, hasFailed: result !== "started", step: failure?.step },
});
