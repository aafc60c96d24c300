import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import junitReport from "junit-report-builder";
import type { Outcome } from "../components/verification/checks";
import { failures, summary } from "../components/verification/report";
import { runChecks } from "../components/verification/run";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { alignedTable } from "./kernel/table";
import { findContext } from "./context/context";
import { answered, readArguments } from "./stack";
import { componentsIn, readState } from "./state";
import { usageOf } from "./usage";

/**
 * `npm run verify`: the checks of the release that serves, as its update left them in the state. It changes nothing. Exit code 1 when one
 * fails.
 */
export async function verify(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { json: { type: "boolean" }, junit: { type: "string" } } as const,
    usageOf("verify"),
  );
  const context = await findContext(values.stack);
  const { system, stack } = context;
  const { state } = await readState(context);
  const found = componentsIn(state, "Verification");
  const report =
    values.junit === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? ".", values.junit);
  // A report of an earlier run must not pass for one of this.
  if (report !== undefined) rmSync(report, { force: true });
  // Of an engine that does not answer, no check says anything that is true.
  await answered(context.engine, context.engine.info());
  const outcomes: Outcome[] = [];
  for (const { plan } of found) if (plan) outcomes.push(...(await runChecks(plan, context.environment)));
  if (outcomes.length === 0) throw new UserError(say().stack.verify.noChecks(stack, system));
  if (report !== undefined) writeFileSync(report, junit(outcomes, `${system} ${stack}`));
  console.log(values.json ? JSON.stringify(outcomes, null, 2) : render(outcomes));
  if (outcomes.some(({ failure }) => failure)) process.exitCode = 1;
}

/** A table of all checks, then what failed. */
export function render(outcomes: Outcome[]): string {
  const texts = say().stack.verify;
  const table = alignedTable([
    texts.columns,
    ...outcomes.map(({ group, check, failure, seconds }) => [
      group,
      check.length > 80 ? `${check.slice(0, 79)}…` : check,
      failure ? texts.failed : texts.passed,
      seconds.toFixed(2),
    ]),
  ]);
  const failed = outcomes.some(({ failure }) => failure);
  return `${table}\n\n${failed ? failures(outcomes) : summary(outcomes)}`;
}

/** The same for a CI. */
export function junit(outcomes: Outcome[], title: string): string {
  const report = junitReport.newBuilder();
  for (const group of new Set(outcomes.map((outcome) => outcome.group))) {
    const suite = report.testSuite().name(`${title}: ${group}`);
    for (const { check, failure, seconds } of outcomes.filter((outcome) => outcome.group === group)) {
      const test = suite.testCase().className(group).name(check).time(seconds);
      if (failure)
        test
          .failure(say().stack.verify.mismatch(failure.expected, failure.found))
          .stacktrace([...(failure.lines ?? []), say().problem.fixLine(failure.fix)].join("\n"));
    }
  }
  return report.build();
}
