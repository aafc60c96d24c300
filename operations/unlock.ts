import { ReleaseStore } from "../components/release/store";
import { recover } from "../toolchain/recover";
import { refuseOtherEngine } from "../toolchain/other-engine";
import { UserError } from "../toolchain/report";
import { stateFolder } from "../toolchain/state-file";
import { stopCandidates } from "./candidates";
import { findSubject } from "./doctor/subject";
import { readArguments } from "./stack";

const usage = "npm run unlock -- [--stack NAME] [--owner-is-gone]";

/**
 * `npm run unlock`: releases the lock that a killed update left, and removes what it had begun to make. Refuses while its owner lives: `pulumi
 * cancel` would let both run.
 */
export async function unlock(args: string[]): Promise<void> {
  const { values } = readArguments(args, { "owner-is-gone": { type: "boolean" } }, usage);
  const { system, stack, backend, target, engine } = await findSubject(values.stack);
  if (stateFolder(backend ?? "") === undefined)
    throw new UserError(
      `The lock of stack ${stack} cannot be looked at: its backend is ${backend ?? "unknown"}.\n  fix: pulumi up says who holds it; only when that update runs no more: pulumi cancel --stack ${stack}`,
    );
  const said: string[] = [];
  const report = (line: string) => {
    said.push(line);
    console.log(line);
  };
  await recover(target, report, { ownerIsGone: values["owner-is-gone"] ?? false, engine });
  for (const line of stopped({ engine, system, stack })) report(line);
  // Nobody holds the lock now. An engine that does not answer keeps them: they cost nothing.
  const store = new ReleaseStore({ environment: engine, system, stack });
  const left = await store.removeCutOff().catch(() => 0);
  if (left > 0) report(`removed ${left} container(s) by which the record of a release was being written`);
  if (said.length > 0) await refuseOtherEngine(target, engine);
  console.log(
    said.length === 0
      ? `Stack ${stack} is not locked, and nothing was cut off.`
      : `Stack ${stack} can be updated again: pulumi up --refresh --stack ${stack}`,
  );
}

/** Without an answer of the engine nothing is stopped. */
function stopped(subject: Parameters<typeof stopCandidates>[0]): string[] {
  try {
    return stopCandidates(subject);
  } catch (error) {
    return [`What a cut-off update may have started was not stopped: ${(error as Error).message}`];
  }
}
