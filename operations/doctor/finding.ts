/** How something is: a warning can wait, a problem cannot. */
export type Verdict = "ok" | "warning" | "problem";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `disk`. */
  check: string;
  verdict: Verdict;
  /** What was found there. */
  found: string;
  /** What to do about it, with the exact command where there is one. */
  remedy?: string;
}

/** Findings of one check. */
export function findings(check: string) {
  const make =
    (verdict: Verdict) =>
    (found: string, remedy?: string): Finding => ({
      check,
      verdict,
      found,
      ...(remedy !== undefined && { remedy }),
    });
  return { ok: make("ok"), warning: make("warning"), problem: make("problem") };
}

/** The worst of all. */
export function worst(all: Finding[]): Verdict {
  const has = (verdict: Verdict) => all.some((each) => each.verdict === verdict);
  return has("problem") ? "problem" : has("warning") ? "warning" : "ok";
}
