import { backendEnvironment } from "./kernel/backend";
import { ensurePulumi } from "./pulumi";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { run } from "./kernel/run";
import { remedyForNote } from "./kernel/state-notes";

interface Exported {
  deployment: { resources?: { urn: string; type: string; outputs?: unknown }[] };
}

/**
 * The components of one kind in a state, with what each registered at the end of its constructor.
 *
 * @param kind last part of its type: `Migration`
 */
export function componentsIn<Outputs>(state: string, kind: string): ({ name: string } & Partial<Outputs>)[] {
  const { deployment } = JSON.parse(state) as Exported;
  return (deployment.resources ?? [])
    .filter(({ type }) => type === `web-systems:index:${kind}`)
    .map(({ urn, outputs }) => ({
      ...(outputs as Partial<Outputs>),
      name: urn.split("::").at(-1) ?? "",
    }));
}

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
  throw new UserError(say().stack.stateUnreadable(said.trim(), remedyForNote(said, stack)));
}
