import { z } from "zod";
import { explain, type Mistake } from "./explain";

/** The engine's view of a stack file: every key `project:name` with its value as text. */
export type RawConfig = Record<string, string>;

/** Either the checked configuration, or every mistake in it. */
export type Parsed<T> = { config: T; mistakes: [] } | { config: undefined; mistakes: Mistake[] };

/**
 * The one strict parse of a stack's configuration. Keys of other projects and of providers (`docker:host`) are not
 * ours and are left alone.
 *
 * @param schema what the stack file may say
 * @param project the Pulumi project, whose keys are read
 * @param raw all configuration keys, as `pulumi.runtime.allConfig()` gives them
 * @param isSecret tells which of these keys hold an encrypted value
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  project: string,
  raw: RawConfig,
  isSecret: (key: string) => boolean,
): Parsed<z.infer<S>> {
  const input: Record<string, unknown> = {};
  const mistakes: Mistake[] = [];
  for (const [key, text] of Object.entries(raw)) {
    const [namespace, ...rest] = key.split(":");
    const name = rest.join(":");
    if (namespace !== project) continue;
    input[name] = structured(text);
    if (!isSecret(key)) mistakes.push(...plainSecrets(schema, project, [name], input[name]));
  }
  const result = schema.safeParse(input);
  if (!result.success) mistakes.push(...explain(schema, result.error.issues, input));
  return mistakes.length === 0 && result.success
    ? { config: result.data, mistakes: [] }
    : { config: undefined, mistakes: mistakes.sort((a, b) => a.path.localeCompare(b.path)) };
}

/** Pulumi hands groups over as JSON text and everything else as it is. */
function structured(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Secrets that stand in a stack file unencrypted: refused, with the command that sets them. */
function plainSecrets(schema: z.ZodType, project: string, path: string[], value: unknown): Mistake[] {
  const [top] = path;
  const secrets = (value as { secrets?: Record<string, unknown> } | null)?.secrets;
  if (top === undefined || typeof secrets !== "object" || secrets === null) return [];
  return Object.keys(secrets).map((name) => ({
    path: `${top}.secrets.${name}`,
    problem: "a secret in plain text",
    remedy: `remove it and run: pulumi config set --secret --path '${project}:${top}.secrets.${name}'`,
  }));
}
