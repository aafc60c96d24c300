import { ReleaseStore } from "../components/release/store";
import { removeLeft } from "../components/engine/temporary";
import { recover } from "./kernel/recover";
import { refuseOtherEngine } from "./kernel/other-engine";
import { UserError } from "../components/engine/user-error";
import { stateFolder } from "./kernel/state-file";
import { stopCandidates } from "./candidates";
import { findSubject } from "./doctor/subject";
import { readArguments } from "./stack";
import { usageOf } from "./usage";

const usage = usageOf("unlock");

/**
 * `npm run unlock`: releases the lock that a killed update left, and removes what it had begun to make. Refuses while its owner runs: `pulumi
 * cancel` would let both run. Of a state that is in no folder it looks only at the lock on the engine, and says so.
 */
export async function unlock(args: string[]): Promise<void> {
  const { values } = readArguments(args, { "owner-is-gone": { type: "boolean" } }, usage);
  const subject = await findSubject(values.stack);
  const { stack, backend, target, environment } = subject;
  const isSeen = stateFolder(backend ?? "") !== undefined;
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    console.log(line);
  };
  const answers = await recover(target, report, {
    ownerIsGone: values["owner-is-gone"] ?? false,
    environment,
  });
  for (const line of answers ? stopped(subject) : []) report(line);
  // No one holds the lock now. On an engine that does not answer they stay: they cost nothing.
  const store = new ReleaseStore(subject);
  const left = answers ? await store.removeCutOff().catch(() => 0) : 0;
  if (left > 0) report(`removed ${left} container(s) left from writing the record of a release`);
  const folders = removeLeft();
  if (folders > 0) console.log(`removed ${folders} temporary folder(s) of processes that no longer run`);
  if (!isSeen) console.log(notSeen(stack, backend));
  if (!answers) throw new UserError(notAnswering);
  if (said.length > 0 && backend !== undefined) await refuseOtherEngine(target, environment);
  console.log(
    said.length > 0
      ? `Stack ${stack} can be updated again${isSeen ? "" : ", unless its backend holds a lock"}: pulumi up --refresh --stack ${stack}`
      : isSeen
        ? `Stack ${stack} is not locked, and nothing was cut off.`
        : `Stack ${stack} is not locked on its engine.`,
  );
}

const notAnswering =
  "The engine of the stack does not answer: its lock there, and what a cut-off update left, were neither looked at nor changed.\n  fix: npm run unlock again when it does";

/** What only a backend in a folder shows. */
const notSeen = (stack: string, backend: string | undefined) =>
  [
    `Not checked: the lock of the state of stack ${stack}, and what a cut-off update had begun: its backend is ${backend ?? "unknown"}.`,
    `  fix: pulumi up says who holds that lock; only if that update no longer runs: pulumi cancel --stack ${stack}`,
  ].join("\n");

/** Without an answer of the engine nothing is stopped. */
function stopped(subject: Parameters<typeof stopCandidates>[0]): string[] {
  try {
    return stopCandidates(subject);
  } catch (error) {
    return [`What a cut-off update may have started was not stopped: ${(error as Error).message}`];
  }
}
