import { engineSettings } from "../../components/engine/docker-word";
import { say } from "../../messages/say";
import { alignedTable, cellsOf } from "../kernel/table";
import { readArguments } from "../stack";
import { usageOf } from "../usage";
import { backups } from "./backups";
import { certificates } from "./certificates";
import { collations } from "./collations";
import { containers } from "./containers";
import { deployments } from "./deployments";
import { disk } from "./disk";
import { engine } from "./engine";
import { examined, type Examined } from "./examined";
import { findings, worst, type CheckName, type Finding, type Verdict } from "./finding";
import { lock } from "./lock";
import { migrations } from "./migrations";
import { ports } from "./ports";
import { releases } from "./releases";
import { state } from "./state";
import { within } from "../../components/engine/within";
import { findContext } from "../context/context";
import { tools } from "./tools";

type Checks = Record<string, (context: Examined) => Finding[] | Promise<Finding[]>>;
/** Seconds in which the engine answers all that one check asks it. */
const longest = 60;

/** Need nothing but this machine. */
const onThisMachine: Checks = { tools, engine, deployments, state, lock };
/** Need an engine that answers. */
const onEngine: Checks = {
  disk,
  ports,
  containers,
  certificates,
  backups,
  collations,
  releases,
};
/** Needs a state too. */
const withState: Checks = { migrations };

/** All of them, in the order in which they are told. */
export const checks = { ...onThisMachine, ...onEngine, ...withState };

/** `npm run doctor`: looks at everything that a release needs, changes nothing, and says what to do. Exit code 1 when there is a problem. */
export async function doctor(args: string[]): Promise<void> {
  const { values } = readArguments(args, { json: { type: "boolean" } }, usageOf("doctor"));
  const context = examined(await findContext(values.stack));
  const all = await examine(context);
  const verdict = worst(all);
  const { system, stack } = context;
  const settings = engineSettings(context.environment);
  if (!values.json && settings !== "") console.log(say().doctor.exportFirst(settings));
  console.log(
    values.json
      ? JSON.stringify({ system, stack, verdict, findings: all }, null, 2)
      : render(all, say().doctor.stackOf({ system, stack })),
  );
  process.exitCode = verdict === "problem" ? 1 : 0;
  context.engine.close();
  // What has not answered in its time would keep this process; a slow reader gets all that was printed.
  await new Promise<void>((done) => process.stdout.write("", () => done()));
  process.exit();
}

async function examine(context: Examined): Promise<Finding[]> {
  const all = await runAll(onThisMachine, context);
  const broken = (check: string) => all.some((each) => each.check === check && each.verdict === "problem");
  if (broken("engine")) return all;
  const inTime = (checks: Checks): Checks =>
    Object.fromEntries(
      Object.entries(checks).map(([name, check]) => [
        name,
        (context) => within(longest, async () => check(context)),
      ]),
    );
  all.push(...(await runAll(inTime(onEngine), context)));
  return broken("state") ? all : [...all, ...(await runAll(inTime(withState), context))];
}

/** A check that fails is a finding and not the end. */
async function runAll(checks: Checks, context: Examined): Promise<Finding[]> {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return await check(context);
      } catch (error) {
        const [reason, ...rest] = (error as Error).message.split("\n");
        const { notChecked, clauses } = say().doctor;
        const what = notChecked(reason ?? "");
        const fix = clauses(rest.map((line) => withoutFix(line.trim())));
        return [findings(name as CheckName).problem(fix === "" ? what : { what, fix })];
      }
    }),
  );
  return found.flat();
}

/** What a line of a message says to do. The scripts have no other language than English. */
function withoutFix(line: string): string {
  const before = [say().problem.fixLine(""), "fix: "].find((word) => line.startsWith(word)) ?? "";
  return line.slice(before.length);
}

/** One table; below each row the further lines of what was found, and what to do where it is not well. */
export function render(all: Finding[], what: string): string {
  const { headings, verdicts, checks, summary } = say().doctor;
  const found = all.map((each) => each.found.split("\n"));
  const [heading = "", ...rows] = alignedTable([
    [headings.verdict, headings.check, headings.found],
    ...all.map(({ verdict, check }, at) => [verdicts[verdict], checks[check], found[at]?.[0] ?? ""]),
  ]).split("\n");
  const under = (column: string) => " ".repeat(cellsOf(heading.slice(0, heading.indexOf(column))));
  const below = under(headings.found);
  const fix = under(headings.check) + say().problem.fixLine("");
  const belowFix = " ".repeat(cellsOf(fix));
  const lines = all.flatMap(({ remedy }, at) => [
    rows[at] ?? "",
    ...(found[at] ?? []).slice(1).map((line) => `${below}${line}`.trimEnd()),
    ...(remedy === undefined ? [] : [`${fix}${remedy.replaceAll("\n", `\n${belowFix}`)}`]),
  ]);
  const count = (verdict: Verdict) => all.filter((each) => each.verdict === verdict).length;
  const last = summary({ stack: what, problems: count("problem"), warnings: count("warning") });
  return [heading, ...lines, last].join("\n");
}
