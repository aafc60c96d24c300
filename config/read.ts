import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Problem } from "../messages/problem";
import { problemLines, problemText } from "../messages/render";
import { say } from "../messages/say";
import { encryptedIn } from "./encrypted";
import { parseConfig } from "./parse";
import { UserError } from "../components/engine/user-error";

/**
 * Reads the configuration of the stack that the program runs for.
 *
 * @param of names of the project and of the stack: `pulumi.getProject()` and `pulumi.getStack()`
 * @throws UserError naming every mistake at once; nothing has been changed then
 */
export function readConfig<S extends z.ZodType>(
  schema: S,
  { system, stack }: { system: string; stack: string },
): z.infer<S> {
  const raw = pulumi.runtime.allConfig();
  const written = encryptedIn(`Pulumi.${stack}.yaml`, system);
  const { config, mistakes } = parseConfig(schema, system, raw, isSecret, written);
  if (mistakes.length > 0) throw new UserError(message(stack, mistakes));
  return config as z.infer<S>;
}

/** All mistakes of a stack file as one message. */
export function message(stack: string, mistakes: readonly Problem[]): string {
  return listed(`Pulumi.${stack}.yaml`, mistakes);
}

/** All mistakes of a file as one message, a line or two each. */
export function listed(file: string, mistakes: readonly Problem[]): string {
  return problemText({
    what: say().config.mistakes({ file, count: mistakes.length }),
    details: mistakes.map((mistake) => problemLines(mistake).join("\n    ")),
  });
}

/** Pulumi's runtime knows which keys are encrypted, but says so only through a function that it does not document. */
function isSecret(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? false;
}
