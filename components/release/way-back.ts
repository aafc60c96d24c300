import type { ReleaseRecord } from "./record";

/** Releases whose source and its proof are kept in any case, the last ones, and as many of the way back from what serves. */
const keptSources = 20;

/**
 * Numbers of the releases that a rollback must be able to go to: the last ones, and, however many attempts failed since, those that rollbacks would
 * lead to from what serves, and, when the last one comes to serve, from that.
 */
export function keptNumbers(records: ReleaseRecord[], serving: number | undefined): Set<number> {
  const last = Math.max(0, ...records.map(({ number }) => number));
  const from = serving ?? records.filter((record) => hasServed(record, records)).at(-1)?.number;
  const way = [from, last].flatMap((number) => wayBack(records, number).slice(0, keptSources));
  return new Set([
    ...Array.from({ length: keptSources }, (_, at) => last - at),
    // A rollback that did not end is finished: to where it leads.
    ...way.flatMap((release) => [release.number, release.rollbackTo ?? 0, origin(records, release).number]),
  ]);
}

/** Of a rollback, the release that it went back to: what it is made of. */
export function origin(records: ReleaseRecord[], release: ReleaseRecord): ReleaseRecord {
  const seen = new Set<number>();
  let found = release;
  while (found.rollbackTo !== undefined && !seen.has(found.number)) {
    seen.add(found.number);
    const target = records.find(({ number }) => number === found.rollbackTo);
    if (!target) return found;
    found = target;
  }
  return found;
}

/**
 * The release before another: the one that served when it began. A rollback's is that of the release that it went back to, so that rollbacks
 * lead further back and never forward to what was left.
 */
export function before(records: ReleaseRecord[], release: ReleaseRecord): ReleaseRecord | undefined {
  const from = origin(records, release);
  if (from.replaces !== undefined) {
    const replaced = records.find(({ number }) => number === from.replaces);
    if (replaced && replaced.number < from.number) return replaced;
  }
  // A record from before that was noted, or one whose predecessor cannot be read.
  if (from.replaces === undefined && from.format !== undefined) return undefined;
  return records.filter((record) => record.number < from.number && hasServed(record, records)).at(-1);
}

/** A release is known to have served, whatever became of it. */
export function hasServed({ number, result, served }: ReleaseRecord, records: ReleaseRecord[]): boolean {
  return served === true || result === "succeeded" || records.some(({ replaces }) => replaces === number);
}

/** The release that serves, and those that rollbacks would lead to one after the other. */
export function wayBack(records: ReleaseRecord[], serving: number | undefined): ReleaseRecord[] {
  const way: ReleaseRecord[] = [];
  let at = records.find(({ number }) => number === serving);
  while (at && !way.includes(at)) {
    way.push(at);
    at = before(records, at);
  }
  return way;
}
