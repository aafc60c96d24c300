import type { ReleaseRecord } from "./record";

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
