import type { ReleaseRecord } from "../../components/release/record";
import type { Serving } from "../../components/release/serving";
import type { Kept } from "../../components/release/store";
import { before, hasServed, origin } from "../../components/release/way-back";
import { UserError } from "../../components/engine/user-error";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { findRelease } from "./find";

/** From which release to which. */
export interface Way {
  /** The one that serves; undefined when none does, or its record cannot be read. */
  from: ReleaseRecord | undefined;
  to: ReleaseRecord;
  /** What is to be known of it, a line each. */
  notes: string[];
}

/**
 * Chooses where a rollback leads to: from what serves, to what served before it.
 *
 * @param wanted number of another release, as the user typed it
 * @throws UserError that says why there is no way
 */
export function choose(
  kept: Kept,
  { number, guessed, unrecordedAfter }: Serving,
  wanted: string | undefined,
): Way {
  const { records } = kept;
  const from = records.find((record) => record.number === number);
  const last = records.at(-1);
  const later = last && number !== undefined && last.number > number ? last : undefined;
  const texts = say().releases.choose;
  const notes = [
    ...(guessed === undefined || number === undefined ? [] : [texts.guessed(number, guessed)]),
    ...(unrecordedAfter === undefined ? [] : [texts.unrecorded(unrecordedAfter)]),
    ...(later && number !== undefined
      ? [texts.laterEnded({ later: later.number, result: later.result, serves: number })]
      : []),
  ];
  if (wanted !== undefined)
    return { from, to: named(kept, Number(wanted), from, later !== undefined), notes };
  if (unrecordedAfter !== undefined) return { from, to: findRelease(kept, unrecordedAfter), notes };
  if (!from) throw new UserError(noStart(kept, number));
  // Where it leads is what was asked for, and not yet reached, whether it failed or was cut off.
  const unfinished = from.result !== "succeeded" && from.rollbackTo !== undefined;
  const to = unfinished ? findRelease(kept, from.rollbackTo ?? 0) : before(records, from);
  if (unfinished) notes.push(texts.unfinished({ number: from.number, to: to?.number, result: from.result }));
  if (!to) throw new UserError(noWay(records, origin(records, from)));
  return { from, to, notes };
}

/** Why no release comes before one: there is none, or it did not replace any. */
function noWay(records: ReleaseRecord[], first: ReleaseRecord): Problem {
  const earlier = records
    .filter((record) => record.number < first.number && hasServed(record, records))
    .at(-1);
  const { isFirst, replacedNone } = say().releases.choose;
  return earlier ? replacedNone(first.number, earlier.number) : isFirst(first.number);
}

function named(
  kept: Kept,
  number: number,
  from: ReleaseRecord | undefined,
  unfinished: boolean,
): ReleaseRecord {
  const to = findRelease(kept, number);
  if (to === from) {
    if (unfinished || to.result !== "succeeded") return to;
    throw new UserError(say().releases.choose.serves(to.number));
  }
  if (!hasServed(to, kept.records))
    throw new UserError(say().releases.choose.notServed(to.number, to.result));
  return to;
}

function noStart({ unreadable }: Kept, number: number | undefined): Problem {
  const { nothingServes, recordUnreadable, noRecord, nameRelease } = say().releases.choose;
  if (number === undefined) return nothingServes();
  const damaged = unreadable.find((record) => record.number === number);
  const what = damaged ? recordUnreadable(number, damaged.why) : noRecord(number);
  return { what, fix: nameRelease };
}
