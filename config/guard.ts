import * as pulumi from "@pulumi/pulumi";
import { say } from "../messages/say";
import { UserError } from "../components/engine/user-error";
import type { Deployments } from "./deployments";
import { heldBack, type HeldBack } from "./deployment-times";

/** Says in the environment of one command why it must run all the same. In the stack file it could be forgotten there. */
export const emergencyVariable = "EMERGENCY";

/**
 * Refuses `pulumi up` during a freeze and outside of the deployment windows, before anything is looked at; a preview works, and warns.
 *
 * @param update which stack it is of, when it is, and why it must run all the same, as the variable {@link emergencyVariable} says
 * @returns why the update runs all the same, when it is an emergency
 * @throws UserError that says what, why, until when, and what to do
 */
export function guardDeployment(
  deployments: Deployments,
  update: { system: string; stack: string; now: Date; emergency: string | undefined },
): string | undefined {
  const { system, stack, now, emergency } = update;
  const held = heldBack(deployments, system, now);
  if (!held) return undefined;
  const verdict = verdictOn(held, {
    stack,
    command: "pulumi up",
    preview: pulumi.runtime.isDryRun(),
    emergency,
  });
  if (verdict.refused) throw new UserError(verdict.message);
  void pulumi.log.warn(verdict.message);
  return verdict.emergency;
}

/** What becomes of an update or a preview that is held back. */
export interface Verdict {
  refused: boolean;
  message: string;
  /** The reason of the emergency, when it goes on. */
  emergency?: string;
}

/**
 * Decides it: a preview goes on, and an update that says why it must.
 *
 * @param update.command what is held back: `pulumi up`
 */
export function verdictOn(
  { what, lines, fix }: HeldBack,
  update: { stack: string; command: string; preview: boolean; emergency: string | undefined },
): Verdict {
  const { stack, command, preview, emergency } = update;
  const text = say().config.deployments;
  const reason = emergency?.trim() ?? "";
  if (saysWhy(reason)) {
    const first = text.emergency({ command, what, stack, preview, reason });
    return { refused: false, message: [first, ...lines].join("\n  "), emergency: reason };
  }
  const first = preview
    ? text.wouldBeRefused({ command, what, stack })
    : text.refused({ command, what, stack });
  const given = emergency === undefined ? [] : [text.saysNoReason(emergencyVariable)];
  const ways = [say().problem.fixLine(fix), text.inEmergency(emergencyVariable, command)];
  return { refused: !preview, message: [first, ...lines, ...given, ...ways].join("\n  ") };
}

/** A switch such as 1 or yes is no reason. */
function saysWhy(reason: string): boolean {
  return reason !== "" && !/^(\d|y|yes|true|on|ok)$/i.test(reason);
}
