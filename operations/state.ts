import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { askedOf } from "./context/backend";
import type { Context } from "./context/context";
import { pulumi } from "./kernel/stack";
import { remedyForCli } from "./kernel/state-notes";
import { stateOf, type StateRead } from "./kernel/state-read";
import { ensurePulumi } from "./pulumi";

export { componentsIn } from "./kernel/state-read";

/**
 * The state of a stack with its secrets encrypted, and the environment in which the CLI reaches it. Where there is no CLI, one is downloaded
 * or built.
 *
 * @throws UserError when its backend does not have it, or cannot be read; or it is damaged
 */
export async function readState(
  context: Context,
): Promise<{ state: StateRead; env: Record<string, string> }> {
  const { folder, stack, cli } = context;
  const env = cli ? context.env : { ...(await ensurePulumi(console.error)).env, ...context.env };
  const asked = askedOf(context, () =>
    pulumi({ folder, stack, env }, ["stack", "export"], { reject: false }),
  );
  const { exitCode, stdout, stderr } = await asked;
  if (exitCode === 0) return { state: stateOf(stdout), env };
  throw new UserError(say().stack.stateUnreadable(stderr.trim(), remedyForCli(stderr, stack)));
}
