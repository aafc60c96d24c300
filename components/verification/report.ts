import { say } from "../../messages/say";
import type { FailedRelease } from "../release/record";
import type { Outcome } from "./checks";

/** In one line: how many passed, in how long. */
export function summary(outcomes: Outcome[]): string {
  const failed = outcomes.filter(({ failure }) => failure).length;
  const total = outcomes.length;
  return say().verification.summary({ passed: total - failed, total, failed });
}

/** Everything that failed: what was expected, what was found, where to look. */
export function failures(outcomes: Outcome[]): string {
  const { problem, verification: texts } = say();
  return [
    texts.heading,
    ...outcomes.flatMap(({ group, check, failure }) =>
      failure
        ? [
            `  ${group === "containers" ? texts.containerFailed({ service: check, found: failure.found }) : texts.failed({ group, check, ...failure })}`,
            ...(failure.lines ?? []).map((line) => `    | ${line}`),
            `    ${problem.fixLine(failure.fix)}`,
          ]
        : [],
    ),
    summary(outcomes),
  ].join("\n");
}

/** What serves after a verification that failed, and what to do. @param release undefined: nothing records releases */
export function afterwards(release: FailedRelease | undefined): string[] {
  const { problem, verification: texts } = say();
  const fix = (way: string) => `  ${problem.fixLine(way)}`;
  if (!release) return [fix(texts.again)];
  if (!release.served) return [texts.nothingSwitched, fix(texts.again)];
  return release.number === undefined
    ? [texts.notRecorded, fix(texts.again)]
    : [texts.serves(release.number), fix(texts.againOrBack)];
}
