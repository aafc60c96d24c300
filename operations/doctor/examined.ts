import type { Context } from "../context/context";
import { pulumi } from "../kernel/stack";
import { readState, stateFile, stateFolder } from "../kernel/state-file";
import { stateOf, type StateRead } from "../kernel/state-read";

/** What the checks of the doctor look at. */
export interface Examined extends Context {
  /** The state of the stack, read once for all of them; undefined when it cannot be read, which the check of the state reports. */
  state: () => Promise<StateRead | undefined>;
}

export function examined(context: Context): Examined {
  let state: ReturnType<Examined["state"]> | undefined;
  return {
    ...context,
    state: () => (state ??= read(context)),
  };
}

/** One in a folder is read there: it may be so damaged that the CLI says only that it failed. */
async function read(context: Context): Promise<StateRead | undefined> {
  const folder = stateFolder(context.backend);
  if (folder !== undefined) return readState(stateFile(folder, context.system, context.stack));
  const options = { reject: false, timeout: 60_000 };
  const { exitCode, stdout } = await pulumi(context, ["stack", "export"], options);
  return exitCode === 0 ? stateOf(stdout) : undefined;
}
