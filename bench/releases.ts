import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { prepare } from "../toolchain/prepare";
import { fail } from "../operations/kernel/fail";
import { projectRoot } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";
import { Cleanup } from "./cleanup";
import { composeBinary } from "./compose";
import { edgeFigure } from "./edge-figure";
import { growthFigure } from "./growth";
import { loadFigure } from "./load-figure";
import { measuredNow, thisMachine } from "./machine";
import { Pair } from "./pair";
import { renderReport } from "./report";
import { type Figure, figures, type Results } from "./results";
import {
  coldTiming,
  nothingTiming,
  previewTiming,
  releaseTiming,
  rollbackTiming,
  standingPair,
} from "./timings";

/** `npm run bench`: releases of this project beside those of Docker Compose. README.md says what is measured, and how. */
const file = (name: string) => join(projectRoot, "bench", name);
const progress = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function main(cleanup: Cleanup): Promise<void> {
  const wanted = wantedFigures(process.env["ONLY"]);
  const rounds = { rounds: wholeNumber("ROUNDS", process.env["ROUNDS"] ?? "5"), progress };
  const enough = wholeNumber("REQUESTS", process.env["REQUESTS"] ?? "10000");
  const counts = (process.env["GROWTH"] ?? "5,25,100").split(",").map((each) => wholeNumber("GROWTH", each));
  const { env } = await prepare();
  Object.assign(process.env, env);
  progress("Docker Compose: at once; 2 min the first time");
  const binary = await composeBinary(() => undefined);
  const results = await earlier();
  const note = async (figure: Figure, measured: object) => {
    Object.assign(results, measured);
    results.measured[figure] = await measuredNow();
    await write(results);
  };
  const timing = (figure: Figure, measured: object) =>
    note(figure, { timings: { ...results.timings, [figure]: measured } });

  if (wanted.some((figure) => figure !== "growth")) {
    progress("the reference system is brought up twice");
    const pair = await Pair.create(binary);
    const remove = cleanup.own(pair);
    const images = await standingPair(pair);
    if (wanted.includes("nothing")) await timing("nothing", await nothingTiming(rounds, pair));
    if (wanted.includes("preview")) await timing("preview", await previewTiming(rounds, pair));
    if (wanted.includes("release")) await timing("release", await releaseTiming(rounds, pair));
    if (wanted.includes("rollback")) {
      const { previewed, rollback } = await rollbackTiming(rounds, pair);
      await timing("previewed", previewed);
      await timing("rollback", rollback);
    }
    if (wanted.includes("load")) await note("load", { load: await loadFigure(rounds, enough, pair) });
    if (wanted.includes("edge")) await note("edge", { edge: await edgeFigure(rounds, pair) });
    await remove();
    if (wanted.includes("cold")) {
      const create = async () => {
        const fresh = await Pair.create(binary, images);
        return { pair: fresh, remove: cleanup.own(fresh) };
      };
      await timing("cold", await coldTiming(rounds, create));
    }
  }
  if (wanted.includes("growth"))
    await note("growth", { growth: await growthFigure(counts, binary, progress, cleanup.own) });
  console.log(`\n${await write(results)}`);
}

function wantedFigures(only = figures.join(",")): Figure[] {
  const wanted = only.split(",");
  const unknown = wanted.filter((name) => !(figures as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new UserError(`ONLY: no figure is called ${unknown.join(", ")}. There are: ${figures.join(", ")}`);
  return wanted as Figure[];
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new UserError(`${name}: expected a whole number from 1, found "${text}"`);
  return Number(text);
}

/** What was measured before on this machine: figures that are not measured now stay. */
async function earlier(): Promise<Results> {
  const machine = await thisMachine();
  const none: Results = { machine, measured: {}, timings: {} };
  if (!existsSync(file("results.json"))) return none;
  const before = JSON.parse(readFileSync(file("results.json"), "utf8")) as Results;
  return JSON.stringify(before.machine) === JSON.stringify(machine) ? before : none;
}

/** Writes both files after each figure, so that a run that is broken off keeps what it has. */
async function write(results: Results): Promise<string> {
  const before = existsSync(file("RESULTS.md")) ? readFileSync(file("RESULTS.md"), "utf8") : "";
  const report = await format(renderReport(results, before), { parser: "markdown", printWidth: 110 });
  writeFileSync(file("RESULTS.md"), report);
  writeFileSync(
    file("results.json"),
    await format(JSON.stringify(results), { parser: "json", printWidth: 110 }),
  );
  return report;
}

async function run(): Promise<void> {
  const cleanup = new Cleanup();
  let failure: unknown;
  try {
    await main(cleanup);
  } catch (error) {
    failure = error;
  }
  await cleanup.all();
  if (cleanup.interrupted) process.exitCode = 130;
  else if (failure) fail(failure);
}

void run();
