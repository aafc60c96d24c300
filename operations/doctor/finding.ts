import type { Messages } from "../../messages/en";
import type { Problem } from "../../messages/problem";

/** How something is: a warning can wait, a problem cannot. */
export type Verdict = "ok" | "warning" | "problem";

/** What is looked at. The name is a key of the JSON; the table has it in the reader's language. */
export type CheckName = keyof Messages["doctor"]["checks"];

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `disk`. */
  check: CheckName;
  verdict: Verdict;
  /** What was found there. */
  found: string;
  /** What to do about it, with the exact command where there is one. */
  remedy?: string;
}

/** Findings of one check: what was found with what to do, or each by itself. */
export function findings(check: CheckName) {
  const make =
    (verdict: Verdict) =>
    (found: string | Pick<Problem, "what" | "fix">, remedy?: string): Finding => {
      const { what, fix = [] } = typeof found === "string" ? { what: found, fix: remedy } : found;
      const ways = [fix].flat().join("; ");
      return { check, verdict, found: what, ...(ways !== "" && { remedy: ways }) };
    };
  return { ok: make("ok"), warning: make("warning"), problem: make("problem") };
}

/** The worst of all. */
export function worst(all: Finding[]): Verdict {
  const has = (verdict: Verdict) => all.some((each) => each.verdict === verdict);
  return has("problem") ? "problem" : has("warning") ? "warning" : "ok";
}
