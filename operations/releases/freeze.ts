import { ours } from "../../messages/command";
import { join } from "node:path";
import { heldBack } from "../../config/deployment-times";
import { Deployments } from "../../config/deployments";
import { emergencyVariable, verdictOn } from "../../config/guard";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { Context } from "../context/context";

/**
 * Refuses a rollback when today's stack file refuses updates, before anything is looked at: the program of then would only refuse
 * after a database was restored, and might have no such guard.
 *
 * @throws UserError that says what, why, until when, and what to do
 */
export function refuseDuringFreeze({
  folder,
  system,
  stack,
  config,
}: Pick<Context, "folder" | "system" | "stack" | "config">): void {
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const parsed = Deployments.safeParse(config["deployments"] ?? {});
  if (!parsed.success)
    throw new UserError(say().releases.rollback.timesUnreadable(`${system}:deployments`, file));
  const held = heldBack(parsed.data, system, new Date());
  if (!held) return;
  const verdict = verdictOn(held, {
    stack,
    command: ours("rollback"),
    preview: false,
    emergency: process.env[emergencyVariable],
  });
  if (verdict.refused) throw new UserError(verdict.message);
  console.log(verdict.message);
}
