import type { Mistake } from "./explain";
import { weakness } from "./weak-secrets";

/** A top-level key of the stack file whose group may hold `secrets`. */
export interface SecretGroup {
  /** The Pulumi project, as in `proxy-system:backend`. */
  project: string;
  /** The key without the project: `backend`. */
  name: string;
  /** Its value, decrypted. */
  value: unknown;
  /** It holds an encrypted value. */
  encrypted: boolean;
  /** The stack takes weak secrets. */
  allowWeak: boolean;
}

/**
 * Secrets of a stack file that stand there unencrypted, or are easy to guess: refused, with the command that sets them. The
 * messages never say a value.
 */
export function secretMistakes({ project, name, value, encrypted, allowWeak }: SecretGroup): Mistake[] {
  const secrets = (value as { secrets?: unknown } | null)?.secrets;
  if (typeof secrets !== "object" || secrets === null) return [];
  return Object.entries(secrets).flatMap(([key, secret]): Mistake[] => {
    const path = `${name}.secrets.${key}`;
    const command = `pulumi config set --secret --path '${project}:${path}'`;
    if (!encrypted)
      return [{ path, problem: "a secret in plain text", remedy: `remove it and run: ${command}` }];
    const weak =
      !allowWeak && typeof secret === "string" && weakness(secret, { names: [key, name, project] });
    return weak
      ? [
          {
            path,
            problem: `a weak secret: ${weak}`,
            remedy: `choose a random one: openssl rand -hex 24 | ${command}`,
          },
        ]
      : [];
  });
}
