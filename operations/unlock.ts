import { ReleaseStore } from "../components/release/store";
import { removeLeft } from "../components/engine/temporary";
import { recover } from "./kernel/recover";
import { refuseOtherEngine } from "./kernel/other-engine";
import { UserError } from "../components/engine/user-error";
import { problemText } from "../messages/render";
import { say } from "../messages/say";
import { stateFolder, withoutPassword } from "./kernel/state-file";
import { stopCandidates } from "./candidates";
import { findContext } from "./context/context";
import { readArguments } from "./stack";
import { usageOf } from "./usage";

/**
 * `npm run unlock`: releases the lock that a killed update left, and removes what it had begun to make. Refuses while its owner runs: `pulumi
 * cancel` would let both run. Of a state that is in no folder it looks only at the lock on the engine, and says so.
 */
export async function unlock(args: string[]): Promise<void> {
  const { values } = readArguments(args, { "owner-is-gone": { type: "boolean" } }, usageOf("unlock"));
  const context = await findContext(values.stack);
  const { stack, backend, environment, engine } = context;
  const isSeen = stateFolder(backend) !== undefined;
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    console.log(line);
  };
  const texts = say().stack.unlock;
  const answers = await recover(context, report, {
    ownerIsGone: values["owner-is-gone"] ?? false,
    environment,
    engine,
    whileHeld: async () => {
      for (const line of stopped(context)) report(line);
      const left = await new ReleaseStore(context).removeCutOff().catch(() => 0);
      if (left > 0) report(texts.recordContainers(left));
    },
  });
  const folders = removeLeft();
  if (folders > 0) console.log(texts.folders(folders));
  // Only a backend in a folder shows it.
  if (!isSeen) console.log(problemText(texts.notChecked(stack, backend && withoutPassword(backend))));
  if (!answers) throw new UserError(texts.notAnswering());
  if (said.length > 0 && backend !== undefined) await refuseOtherEngine(context, engine);
  console.log(said.length > 0 ? texts.done(stack, isSeen) : texts.notLocked(stack, isSeen));
}

/** Without an answer of the engine nothing is stopped. */
function stopped(context: Parameters<typeof stopCandidates>[0]): string[] {
  try {
    return stopCandidates(context);
  } catch (error) {
    return [say().stack.unlock.notStopped((error as Error).message)];
  }
}
