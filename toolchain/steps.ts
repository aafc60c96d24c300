import { say } from "../messages/say";
import type { Report } from "../operations/kernel/report";

/** One step of the set-up. */
export interface Step {
  /** What it does, for its user. */
  title: string;
  /** How long it usually takes, e.g. "10 min the first time, then at once". */
  usually: string;
  work: (report: Report) => Promise<unknown>;
}

/**
 * Runs steps one after the other and shows them: on a terminal with the last line of progress, in a log as plain lines. The
 * first that fails ends the run with its error.
 *
 * @param concurrent run them at the same time, because none needs another
 */
export async function runSteps(steps: Step[], concurrent = false): Promise<void> {
  const { Listr } = await import("listr2");
  const tasks = steps.map(({ title, usually, work }) => ({
    title: say().toolchain.begins({ title, usually }),
    task: async (_: unknown, task: { output: string; title: string }) => {
      const start = Date.now();
      await work((line) => (task.output = line));
      task.title = say().toolchain.ended({ title, took: seconds(start) });
    },
  }));
  const terminal = process.stdout.isTTY && !process.env["CI"];
  await new Listr(tasks, {
    concurrent,
    renderer: terminal ? "default" : "verbose",
    ...(terminal
      ? { rendererOptions: { collapseErrors: false, showErrorMessage: false } }
      : { rendererOptions: { logTitleChange: true } }),
  } as object).run();
}

function seconds(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
