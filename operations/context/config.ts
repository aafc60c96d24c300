import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { pulumi, settingsOf, type StackTarget } from "../kernel/stack";
import { stacksWithFile } from "./selection";

/** What `pulumi config --json` prints. */
const Configured = z.record(
  z.string(),
  z.object({ value: z.string().optional(), objectValue: z.unknown().optional() }),
);

/**
 * The configuration of a stack by its keys without the project's name, as the engine hands it to the program: of the stack file, of
 * Pulumi.yaml and of Pulumi ESC, decrypted. Where the CLI cannot tell (no state yet, no passphrase, no CLI) it is what the stack file says.
 *
 * @throws UserError when there is no stack file either
 */
export async function configOf(target: StackTarget, system: string): Promise<Record<string, unknown>> {
  const { folder, stack } = target;
  const asked = (await told(target, "--show-secrets")) ?? (await told(target));
  if (asked) return ownOf(asked, system);
  const file = join(folder, `Pulumi.${stack}.yaml`);
  if (existsSync(file)) return ownOf(settingsOf(folder, stack), system);
  throw new UserError(say().stack.noFile(file, stacksWithFile(folder)));
}

/** What the CLI tells; undefined when it cannot. */
async function told(target: StackTarget, ...flags: string[]): Promise<Record<string, unknown> | undefined> {
  const { exitCode, stdout } = await pulumi(target, ["config", "--json", ...flags], {
    reject: false,
    timeout: 30_000,
  });
  if (exitCode !== 0) return undefined;
  const values = Object.entries(Configured.parse(JSON.parse(stdout)));
  return Object.fromEntries(values.map(([key, { value, objectValue }]) => [key, objectValue ?? value]));
}

function ownOf(settings: Record<string, unknown>, system: string): Record<string, unknown> {
  const own = Object.entries(settings).filter(([key]) => key.startsWith(`${system}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(system.length + 1), value]));
}
