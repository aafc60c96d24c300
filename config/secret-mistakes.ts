import type { Problem } from "../messages/problem";
import { say } from "../messages/say";
import { join } from "./explain";
import { weakness } from "./weak-secrets";

/** A top-level key of the stack file whose group may hold `secrets`. */
export interface SecretGroup {
  /** The Pulumi project, as in `proxy-system:backend`. */
  project: string;
  /** The key without the project: `backend`. */
  name: string;
  /** Its value, decrypted. */
  value: unknown;
  /** Whether a value is encrypted, by its keys. */
  encrypted: (keys: string[]) => boolean;
  /** The stack takes weak secrets. */
  allowWeak: boolean;
}

/**
 * Secrets of a stack file that stand there unencrypted, or are easy to guess: refused, with the command that sets them. The
 * messages never say a value.
 */
export function secretMistakes({ project, name, value, encrypted, allowWeak }: SecretGroup): Problem[] {
  const { plain, weak, chooseRandom } = say().config.secret;
  return secretsBelow(value, [name]).flatMap(([keys, secret]): Problem[] => {
    const where = join(keys);
    const command = `pulumi config set --secret --path '${project}:${where}'`;
    if (!encrypted(keys)) return [{ where, ...plain(command) }];
    const why = !allowWeak && typeof secret === "string" && weakness(secret, { names: [...keys, project] });
    return why ? [{ where, what: weak(why), fix: chooseRandom(`openssl rand -hex 24 | ${command}`) }] : [];
  });
}

/** What stands under a key `secrets`, at any depth, each with its path. */
function secretsBelow(value: unknown, path: string[]): [path: string[], secret: unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): [string[], unknown][] =>
    path.at(-1) === "secrets" ? [[[...path, key], inner]] : secretsBelow(inner, [...path, key]),
  );
}
