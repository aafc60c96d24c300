import * as pulumi from "@pulumi/pulumi";
import { lockVariable, type LockArgs } from "./lock";
import { updateOwner } from "./owner";
import { held, readLock, takeLock } from "./take";
import { releaseAtExit } from "./while-it-runs";

/**
 * Takes the lock of the stack for the update that runs the program, until the program ends: then all but the removal of what the new release
 * does without is done, and that is known by the lock of the state. One that the command has which runs this update is taken for its own.
 * A preview only warns.
 *
 * @returns who holds it and what to do, when it is not for this update
 */
export async function lockUpdate(on: LockArgs): Promise<string[]> {
  const handed = process.env[lockVariable];
  const isHanded = async () => {
    const found = await readLock(on);
    return found !== undefined && found !== "foreign" && found.id === handed;
  };
  if (pulumi.runtime.isDryRun()) {
    const found = await readLock(on);
    if (found !== undefined && found !== "foreign" && found.id !== handed)
      await pulumi.log.warn(["pulumi up would be refused now.", ...held(on.stack, found)].join("\n  "));
    return [];
  }
  if (handed !== undefined && (await isHanded())) return [];
  const warn = (line: string) => void pulumi.log.warn(line);
  const taken = await takeLock(on, { owner: updateOwner(), command: "pulumi up" }, warn);
  if (taken.refused) return taken.refused;
  releaseAtExit(on, taken.id);
  return [];
}
