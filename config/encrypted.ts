import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** Tells of a value of the stack file, by its keys below the project, whether it is encrypted; undefined: the file does not say. */
export type Encrypted = (keys: string[]) => boolean | undefined;

/**
 * Looks into a stack file itself. Pulumi hands a group over decrypted and says only that something in it was encrypted, so a
 * secret in plain text beside an encrypted one could not be told from it.
 *
 * @param file path of the stack file; one that is not there, because the configuration is elsewhere, says nothing
 * @param project the Pulumi project, the namespace of its keys
 */
export function encryptedIn(file: string, project: string): Encrypted {
  if (!existsSync(file)) return () => undefined;
  const { config } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: unknown };
  return ([name, ...keys]) => {
    let at = below(config, `${project}:${name}`);
    for (const key of keys) {
      if (isEncrypted(at)) return true;
      at = below(at, key);
    }
    return at === undefined ? undefined : isEncrypted(at);
  };
}

function isEncrypted(value: unknown): boolean {
  return below(value, "secure") !== undefined;
}

function below(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
