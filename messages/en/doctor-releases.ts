import { ours } from "../command";
/** A release that failed or did not end. */
export interface Unfinished {
  number: number;
  stack: string;
  /** It failed; else it is still running, or was cut off. */
  hasFailed: boolean;
  /** The step at which it failed; undefined when that is not known. */
  step: string | undefined;
}

/** The release that serves. @param guessed why the edge does not say it; undefined when it does */
export interface Serving {
  number: number;
  guessed: string | undefined;
}

/** What is found of the releases. */
export const releases = {
  none: "none yet",
  noneServes: "none serves",
  damaged: ({ number, why }: { number: number; why: string }) => ({
    what: `record ${number} cannot be read: ${why}`,
    fix: "nothing to do: no other release needs it; only a rollback to that one is not possible",
  }),
  notRecorded: (number: number) => ({
    what: `the release that serves could not be recorded; release ${number} is the last recorded one that served`,
    fix: `free disk space on the host and make its Docker engine reachable: the next pulumi up that changes something is recorded; ${ours("rollback")} goes back to the last release with a record`,
  }),
  serves,
  noneServesAfter: ({ last, again }: { last: Unfinished; again: string }) => ({
    what: `none serves: release ${last.number} ${ended(last)}`,
    fix: `${first(last)}, then run ${again}`,
  }),
  anotherServes: ({ last, now, again }: { last: Unfinished; now: Serving; again: string }) => ({
    what: `release ${last.number} ${ended(last)} before it served; ${serves(now)}`,
    fix: `${first(last)}, then run ${again}, or revert what it changed: ${ours("rollback --")} --to ${now.number}`,
  }),
  servesUnfinished: ({ last, now }: { last: Unfinished; now: Serving }) => ({
    what: `${serves(now)}, but it ${ended(last)}`,
    fix: `${first(last)}, then run pulumi up, or go back: ${ours("rollback")}`,
  }),
  servesUnfinishedRollback: ({ last, now, to }: { last: Unfinished; now: Serving; to: number }) => ({
    what: `${serves(now)}, but it ${ended(last)}`,
    fix: `${first(last)}, then finish the rollback to release ${to}: ${ours("rollback")}`,
  }),
  noSource: (number: number) => `a rollback to release ${number} is not possible: its source is not kept`,
};

function serves({ number, guessed }: Serving): string {
  const by = guessed === undefined ? "" : ` according to the records, because ${guessed}`;
  return `release ${number} serves${by}`;
}

function ended({ hasFailed, step }: Unfinished): string {
  return hasFailed ? `failed at ${step ?? "an unknown step"}` : "is still running or was cut off";
}

/** What comes before it is done again. One that was cut off has no cause of its own to fix, only what it left. */
function first({ hasFailed, number, stack }: Unfinished): string {
  return hasFailed
    ? `fix the cause (${ours("releases --")} ${number} shows it)`
    : `if it no longer runs: ${ours("unlock --")} --stack ${stack}`;
}
