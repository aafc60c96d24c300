import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "./program";
import type { TestProject } from "./project";

/**
 * One of the npm commands on a test's stack, as npm runs it in the folder of the project.
 *
 * @param checkout whose commands they are. Default: this one
 */
export async function npm(
  { stack, env, folder }: TestProject,
  command: string,
  words: string[] = [],
  checkout = root,
): Promise<{ output: string; exitCode: number | undefined }> {
  const args = [
    "--import",
    "tsx",
    join(checkout, "toolchain", "main.ts"),
    command,
    ...words,
    "--stack",
    stack,
  ];
  const { stdout, stderr, exitCode } = await run(process.execPath, args, {
    cwd: checkout,
    env: { ...env, INIT_CWD: folder },
    reject: false,
  });
  return { output: stdout + stderr, exitCode };
}
