import { relative } from "node:path";
import { changing } from "../operations/changing";
import { contextOf } from "../operations/context/context";
import { Interrupts } from "../operations/kernel/interrupts";
import { projectRoot } from "../operations/kernel/paths";
import { refuseOtherEngine } from "../operations/kernel/other-engine";
import { prepare } from "./prepare";
import { repairNotes, recover } from "../operations/kernel/recover";
import { UserError } from "../components/engine/user-error";
import { run } from "../operations/kernel/run";
import { renderTable, settledRows } from "./services-table";
import { ensureStack, withCleanStackFile, type StackTarget } from "../operations/kernel/stack";
import { runSteps } from "./steps";
import { baseImagesOf, chosenSystem } from "./systems";

/** `npm start`: everything from a fresh clone to a system that serves. An argument names another than the reference system. */
export async function start(args: string[]): Promise<void> {
  const { folder, again } = chosenSystem(args, "npm start");
  const { env } = await prepare({ images: baseImagesOf(folder) });
  const target: StackTarget = { folder, stack: "dev", env };
  await withCleanStackFile(target, () => converge(target));
  const rows = await settledRows(await contextOf(target));
  console.log(`\n${renderTable(rows)}`);
  if (again !== "")
    console.log(
      `\nIts commands run in its own folder: cd ${relative(projectRoot, folder)}, then npm run verify, npm run administrator …`,
    );
  console.log(`\nEnd it with: npm stop${again}. To run pulumi yourself: eval "$(npm run --silent env)"`);
}

/** Makes the stack usable, whatever happened to the last run, and brings it up. */
async function converge(target: StackTarget): Promise<void> {
  await runSteps([
    {
      title: "State of stack dev",
      usually: "at once",
      work: async (report) => {
        await repairNotes(target, report);
        await ensureStack(target);
        await recover(target, report, { environment: (await contextOf(target)).environment });
      },
    },
  ]);
  console.log("\npulumi up --stack dev (about 2 min the first time, then seconds)");
  await changing(await contextOf(target), "npm start", () => up(target));
}

/**
 * The CLI's own output goes to the terminal as it is: it shows progress there and plain lines in a log. When it fails it is tried
 * once more with a refresh, which finds what was removed from the host by hand; always refreshing would cost every start seconds.
 */
export async function up(target: StackTarget): Promise<void> {
  const interrupts = new Interrupts();
  try {
    await converging(target, interrupts);
  } finally {
    interrupts.release();
  }
}

async function converging(target: StackTarget, interrupts: Interrupts): Promise<void> {
  if (await attempt(target, interrupts, [])) return;
  interrupts.check();
  await refuseOtherEngine(target, (await contextOf(target)).environment);
  console.log("\nOnce more, after comparing the state with the host (--refresh)");
  if (await attempt(target, interrupts, ["--refresh"])) return;
  throw new UserError(
    "pulumi up failed; what it says above names the step and the cause. What served before still serves.",
  );
}

async function attempt(target: StackTarget, interrupts: Interrupts, options: string[]): Promise<boolean> {
  const args = [
    "up",
    "--stack",
    target.stack,
    "--yes",
    "--skip-preview",
    "--suppress-permalink=true",
    ...options,
  ];
  const { exitCode } = await run("pulumi", args, {
    ...interrupts.options,
    cwd: target.folder,
    env: target.env,
    stdio: "inherit",
    reject: false,
  });
  return exitCode === 0;
}
