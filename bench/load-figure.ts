import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../operations/kernel/paths";
import type { LoadOptions, LoadResult } from "./load";
import { type Pair, type Side, sides } from "./pair";
import { type LoadSum, quantile, type Results } from "./results";
import { inTurn, type Rounds } from "./timings";

/** Half of the requests go to the service that changes, the others to those that do not. */
const paths = ["/api/v1/payment-configs/", "/", "/api/v1/payment-configs/", "/mobile/"];
const load = { rate: 220, connections: 64, timeout: 10 };

/**
 * Sends requests while one service changes, in as many releases as it takes until both got enough of them.
 *
 * @param enough requests that each must have got, at least
 */
export async function loadFigure(
  rounds: Rounds,
  enough: number,
  pair: Pair,
): Promise<NonNullable<Results["load"]>> {
  const found: Record<Side, LoadResult[]> = { ours: [], compose: [] };
  const few = () => sides.some((side) => sum(found[side], ({ sent }) => sent) < enough);
  for (let round = 1; round <= rounds.rounds || few(); round++) {
    pair.change();
    for (const side of inTurn(round)) {
      await pair.only(side);
      await sleep(2000);
      const result = await duringChange(pair, side);
      found[side].push(result);
      const [lost, unsent] = [
        result.sent - result.good,
        result.unsent > 0 ? `, ${result.unsent} not sent` : "",
      ];
      const kinds = Object.entries(result.failed).map(([kind, number]) => `${number} ${kind}`);
      rounds.progress(
        `requests during a release, round ${round}: ${side} ${lost} of ${result.sent} failed ${kinds.join(", ")}${unsent}`,
      );
    }
  }
  return { ...load, ours: summary(found.ours), compose: summary(found.compose) };
}

/** From a second before the change until two seconds after the command ended. */
async function duringChange(pair: Pair, side: Side): Promise<LoadResult> {
  const options: LoadOptions = { ...load, urls: paths.map((path) => pair.url(side, path)) };
  const child = spawn(process.execPath, ["--require", "tsx/cjs", join("bench", "load-process.ts")], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const output = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${JSON.stringify(options)}\n`);
    if ((await output.next()).done) throw new Error("the load could not begin");
    await sleep(1000);
    await pair.up(side);
    await sleep(2000);
    child.stdin.end();
    const { value } = (await output.next()) as { value: string };
    return JSON.parse(value) as LoadResult;
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    }
  }
}

/** Everything of several releases together. */
export function summary(results: LoadResult[]): LoadSum {
  const latencies = results.flatMap((result) => result.latencies);
  const urls = together(results.map(({ failedUrls }) => failedUrls));
  return {
    releases: results.length,
    sent: sum(results, ({ sent }) => sent),
    unsent: sum(results, ({ unsent }) => unsent),
    seconds: sum(results, (result) => result.seconds),
    failed: together(results.map(({ failed }) => failed)),
    failedPaths: together(Object.entries(urls).map(([url, number]) => ({ [new URL(url).pathname]: number }))),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    max: quantile(latencies, 1),
  };
}

function together(counts: Record<string, number>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const each of counts)
    for (const [name, number] of Object.entries(each)) all[name] = (all[name] ?? 0) + number;
  return all;
}

function sum<T>(values: T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
