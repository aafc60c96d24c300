import { backendEnvironment } from "./kernel/backend";
import { ensurePulumi } from "../toolchain/pulumi";
import { UserError } from "../components/engine/user-error";
import { run } from "./kernel/run";
import { remedyForNote } from "./kernel/state-notes";

export { componentsIn } from "./kernel/state-read";

/**
 * The state of a stack, and the environment in which the CLI reaches it: with the user's own login, else with the state of `npm start`.
 *
 * @throws UserError when neither has the stack
 */
export async function readState(
  folder: string,
  stack: string | undefined,
): Promise<{ state: string; env: Record<string, string> }> {
  const args = ["stack", "export", ...(stack === undefined ? [] : ["--stack", stack])];
  const { env } = await ensurePulumi(() => undefined);
  let said = "";
  for (const backend of process.env["PULUMI_BACKEND_URL"] ? [{}] : [{}, backendEnvironment()]) {
    const reached = { ...env, ...backend };
    const result = await run("pulumi", args, { cwd: folder, env: reached, reject: false });
    if (result.exitCode === 0) return { state: result.stdout, env: reached };
    said = result.stderr;
  }
  throw new UserError(
    `The stack's state cannot be read: ${said.trim()}\n  fix: ${remedyForNote(said, stack) ?? "name a stack: --stack NAME"}`,
  );
}
