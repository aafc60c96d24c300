import type { ReleaseRecord } from "../../components/release/record";
import type { Serving } from "../../components/release/serving";
import type { Kept } from "../../components/release/store";
import { before, hasServed, origin } from "../../components/release/way-back";
import { UserError } from "../../components/engine/user-error";
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
  const notes = [
    ...(guessed === undefined || number === undefined
      ? []
      : [`That release ${number} serves is known only from the records, because ${guessed}.`]),
    ...(unrecordedAfter === undefined
      ? []
      : [
          `What serves could not be recorded, so what it is made of is not known; release ${unrecordedAfter} is the last with a record that served.`,
        ]),
    ...(later
      ? [
          `Release ${later.number} ${ended(later)} before it served; release ${number} serves. --to ${number} reverts what release ${later.number} had changed.`,
        ]
      : []),
  ];
  if (wanted !== undefined)
    return { from, to: named(kept, Number(wanted), from, later !== undefined), notes };
  if (unrecordedAfter !== undefined) return { from, to: findRelease(kept, unrecordedAfter), notes };
  if (!from) throw new UserError(noStart(kept, number));
  // Where it leads is what was asked for, and not yet reached, whether it failed or was cut off.
  const unfinished = from.result !== "succeeded" && from.rollbackTo !== undefined;
  const to = unfinished ? findRelease(kept, from.rollbackTo ?? 0) : before(records, from);
  if (unfinished)
    notes.push(
      `Release ${from.number}, the rollback to release ${to?.number}, ${ended(from)}: this finishes it. --to NUMBER chooses another release.`,
    );
  if (!to) throw new UserError(noWay(records, origin(records, from)));
  return { from, to, notes };
}

/** Why no release comes before one: there is none, or it did not replace any. */
function noWay(records: ReleaseRecord[], first: ReleaseRecord): string {
  const earlier = records
    .filter((record) => record.number < first.number && hasServed(record, records))
    .at(-1);
  if (!earlier)
    return `There is nothing to go back to: release ${first.number} is the first.\n  fix: correct what is wrong with it, then run pulumi up`;
  return [
    `There is nothing to go back to without a number: release ${first.number} replaced no other, because nothing served when it began, as after npm stop or pulumi destroy.`,
    `  fix: correct what is wrong with it and run pulumi up, or name a release from before that: --to ${earlier.number} (npm run releases)`,
  ].join("\n");
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
    throw new UserError(
      `Release ${to.number} is the one that serves.\n  fix: --to an earlier one (npm run releases)`,
    );
  }
  if (!hasServed(to, kept.records))
    throw new UserError(
      `Release ${to.number} ${to.result === "failed" ? "never served" : "is not known to have served"}: it ${ended(to)}.\n  fix: name one that did (npm run releases)`,
    );
  return to;
}

const ended = ({ result }: ReleaseRecord) =>
  result === "started" ? "was cut off" : result === "failed" ? "failed" : result;

function noStart({ unreadable }: Kept, number: number | undefined): string {
  const damaged = unreadable.find((record) => record.number === number);
  if (damaged)
    return `Release ${number} serves, but its record cannot be read, so what it replaced is not known: ${damaged.why}.\n  fix: name the release: --to NUMBER (npm run releases)`;
  return number === undefined
    ? "There is nothing to go back to: no release of this stack serves.\n  fix: npm run releases; --to NUMBER names one"
    : `Release ${number} serves, but has no record, so what it replaced is not known.\n  fix: name the release: --to NUMBER (npm run releases)`;
}
