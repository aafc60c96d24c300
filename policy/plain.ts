/** Thrown when a rule reads what is known only once the update has made something. */
export class NotYetKnown extends Error {}

/**
 * A plain copy of what the policy library hands out. Its proxies throw on a value that a preview does not know, and break `map`
 * and `filter` on arrays (@pulumi/policy 1.20). In the copy those work, and an unknown value throws only when a rule reads it.
 */
export function plain<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const source = value as Record<string, unknown>;
  const copy = (Array.isArray(value) ? [] : {}) as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    try {
      copy[key] = plain(source[key]);
    } catch {
      Object.defineProperty(copy, key, { enumerable: true, configurable: true, get: notYetKnown });
    }
  }
  return copy as T;
}

function notYetKnown(): never {
  throw new NotYetKnown();
}
