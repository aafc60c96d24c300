import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { importsEnvironments, projectSettings, pulumi, settingsOf, type StackTarget } from "../kernel/stack";
import { stacksWithFile } from "./selection";

/** What `pulumi config --json` prints. It leaves the value of an encrypted one out, and a group that holds one, unless it is to show secrets. */
const Configured = z.record(
  z.string(),
  z.object({ value: z.string().optional(), objectValue: z.unknown().optional() }),
);

/** Stands for an encrypted value that the CLI leaves out, in the form of a stack file. */
const hidden = { secure: "" };

/**
 * The configuration of a stack by its keys without the project's name, as the engine hands it to the program: of the stack file, of
 * Pulumi.yaml and of Pulumi ESC, decrypted. What the CLI cannot tell (there is no CLI, or no state yet, or no passphrase) is what these files
 * say; an encrypted value stays encrypted then, as `{ secure: … }`.
 *
 * @throws UserError when there is no stack file either, or when Pulumi ESC has a part that cannot be read
 */
export async function configOf(target: StackTarget, system: string): Promise<Record<string, unknown>> {
  const { folder, stack } = target;
  const whole = await told(target, "--show-secrets");
  if ("settings" in whole) return ownOf(whole.settings, system);
  const file = join(folder, `Pulumi.${stack}.yaml`);
  const ofStack = settingsOf(folder, stack);
  const written = { ...projectSettings(folder, system), ...ofStack };
  const plain = await told(target);
  if ("settings" in plain) {
    // What it leaves out is encrypted: in the stack file, which says which part of it; else in Pulumi ESC.
    const known = Object.entries(plain.settings).filter(
      ([key, value]) => value !== hidden || !(key in ofStack),
    );
    return ownOf({ ...written, ...Object.fromEntries(known) }, system);
  }
  if (!existsSync(file)) throw new UserError(say().stack.noFile(file, stacksWithFile(folder)));
  if (importsEnvironments(folder, stack))
    throw new UserError(say().stack.configUnreadable(stack, plain.said));
  return ownOf(written, system);
}

/** What the CLI tells; or what it says where it cannot. */
async function told(
  target: StackTarget,
  ...flags: string[]
): Promise<{ settings: Record<string, unknown> } | { said: string }> {
  const { exitCode, stdout, stderr } = await pulumi(target, ["config", "--json", ...flags], {
    reject: false,
    timeout: 30_000,
  });
  if (exitCode !== 0) return { said: stderr.trim() };
  const values = Object.entries(Configured.parse(JSON.parse(stdout)));
  const known = values.map(([key, { value, objectValue }]) => [key, objectValue ?? value ?? hidden] as const);
  return { settings: Object.fromEntries(known) };
}

function ownOf(settings: Record<string, unknown>, system: string): Record<string, unknown> {
  const own = Object.entries(settings).filter(([key]) => key.startsWith(`${system}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(system.length + 1), value]));
}
