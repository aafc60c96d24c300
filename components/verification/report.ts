import type { FailedRelease } from "../release/record";
import type { Outcome } from "./checks";

/** In one line: how many passed, in how long. */
export function summary(outcomes: Outcome[]): string {
  const failed = outcomes.filter(({ failure }) => failure).length;
  const passed = `${outcomes.length - failed} of ${outcomes.length} checks passed`;
  return failed === 0 ? `Verification: ${passed}.` : `Verification: ${passed}, ${failed} failed.`;
}

/** Everything that failed: what was expected, what was found, where to look. */
export function failures(outcomes: Outcome[]): string {
  return [
    "The system does not run as it should:",
    ...outcomes.flatMap(({ group, check, failure }) =>
      failure
        ? [
            `  ${group === "containers" ? "" : `${group}: `}${check}: ${group === "containers" ? failure.found : `expected ${failure.expected}, found ${failure.found}`}`,
            ...(failure.lines ?? []).map((line) => `    | ${line}`),
            `    fix: ${failure.fix}`,
          ]
        : [],
    ),
    summary(outcomes),
  ].join("\n");
}

/** What serves after a verification that failed, and what to do. @param release undefined: nothing records releases */
export function afterwards(release: FailedRelease | undefined): string[] {
  const again = "fix: correct the failures above, then run 'pulumi up' again";
  if (!release) return [`  ${again}`];
  if (!release.served) return ["This update switched no requests.", `  ${again}`];
  return release.number === undefined
    ? [
        `The new release serves despite these failures. It could not be recorded: npm run rollback goes back to the last one that was.`,
        `  ${again}`,
      ]
    : [
        `Release ${release.number} serves despite these failures.`,
        `  ${again}; or go back: npm run rollback`,
      ];
}
