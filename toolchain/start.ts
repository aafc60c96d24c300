import { relative } from "node:path";
import { say } from "../messages/say";
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
  const { itsCommands, howToEnd } = say().toolchain;
  if (again !== "") console.log(`\n${itsCommands(relative(projectRoot, folder))}`);
  console.log(`\n${howToEnd(`npm stop${again}`)}`);
}

/** Makes the stack usable, whatever happened to the last run, and brings it up. */
async function converge(target: StackTarget): Promise<void> {
  const text = say().toolchain;
  await runSteps([
    {
      title: text.steps.state,
      usually: text.usually.atOnce,
      work: async (report) => {
        await repairNotes(target, report);
        await ensureStack(target);
        await recover(target, report, await contextOf(target));
      },
    },
  ]);
  console.log(`\n${text.up}`);
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
  await refuseOtherEngine(target, (await contextOf(target)).engine);
  console.log(`\n${say().toolchain.onceMore}`);
  if (await attempt(target, interrupts, ["--refresh"])) return;
  throw new UserError(say().toolchain.upFailed);
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
