/** What a scenario found to be otherwise than it must be. */
export class Mismatch extends Error {
  constructor(
    readonly expected: string,
    readonly found: string,
    /** Where to look for the cause. */
    readonly look: string,
  ) {
    super(`expected ${expected}, found ${found}`);
  }
}

/** @throws Mismatch when the two differ */
export function expectEqual(what: string, found: unknown, expected: unknown, look: string): void {
  if (found !== expected) throw new Mismatch(`${what}: ${String(expected)}`, String(found), look);
}

/** What failed, for people. */
export function failureLines(error: unknown): string[] {
  if (error instanceof Mismatch)
    return [`expected: ${error.expected}`, `found:    ${error.found}`, `look at:  ${error.look}`];
  const { message, code } = error as { message?: string; code?: string };
  return [
    "expected: an answer of the API and of the database",
    `found:    ${[code, message].filter(Boolean).join(" ") || String(error)}`,
    "look at:  the log of the backend's container",
  ];
}
