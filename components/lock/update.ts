import type { Problem } from "../../messages/problem";
import { problemLines } from "../../messages/render";
import { say } from "../../messages/say";
import type { StackOnEngine } from "../engine/stack-on-engine";
import * as pulumi from "@pulumi/pulumi";
import { addHooks } from "../engine/hooks";
import { lockName, lockVariable } from "./lock";
import { updateOwner } from "../engine/owner";
import type { World } from "../engine/world";
import { held, readLock, takeLock } from "./take";
import { releaseAtExit } from "./while-it-runs";

/** Locks that this program holds. */
const mine = new Set<string>();

/**
 * Takes the lock of the stack for the update that runs the program, until the program ends: then all but the removal of what the new release
 * does without is done, and that is known by the lock of the state. One that the command has which runs this update is taken for its own.
 * A preview only warns.
 *
 * @returns who holds it and what to do, when it is not for this update
 */
export async function lockUpdate(on: StackOnEngine, world: World): Promise<Problem[]> {
  const place = `${on.environment["DOCKER_HOST"]} ${lockName(on)}`;
  if (mine.has(place)) return [];
  // The lock of the command that runs this update.
  const handed = world.variable(lockVariable);
  try {
    const found = pulumi.runtime.isDryRun() || handed !== undefined ? await readLock(on) : undefined;
    if (found !== undefined && found !== "foreign" && found.id === handed) return [];
    if (!pulumi.runtime.isDryRun()) return await take(on, place, world.now());
    if (found !== undefined && found !== "foreign")
      await pulumi.log.warn([say().lock.wouldBeRefused, ...problemLines(held(on.stack, found))].join("\n  "));
    return [];
  } catch (error) {
    return [say().lock.notTaken({ stack: on.stack, message: (error as Error).message })];
  }
}

async function take(on: StackOnEngine, place: string, since: Date): Promise<Problem[]> {
  const warn = (line: string) => void pulumi.log.warn(line);
  const taken = await takeLock(on, { owner: updateOwner(), command: "pulumi up", since }, warn);
  if (taken.refused) return [taken.refused];
  mine.add(place);
  const release = releaseAtExit(on, taken.id);
  // The engine kills a program soon after something failed: what its end would do comes too late.
  const fails = new pulumi.ErrorHook(`lock-released-${mine.size}`, async () => {
    release();
    return false;
  });
  addHooks(() => ({ onError: [fails] }));
  return [];
}
