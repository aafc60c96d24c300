import { z } from "zod";
import type { Encrypted } from "./encrypted";
import type { Problem } from "../messages/problem";
import { child, explain, unwrap } from "./explain";
import { secretMistakes } from "./secret-mistakes";

/** The engine's view of a stack file: every key `project:name` with its value as text. */
export type RawConfig = Record<string, string>;

/** Either the checked configuration, or every mistake in it. */
export type Parsed<T> = { config: T; mistakes: [] } | { config: undefined; mistakes: Problem[] };

/**
 * The one strict parse of a stack's configuration. Keys of other projects and of providers (`docker:host`) are not
 * ours and are left alone.
 *
 * @param schema what the stack file may say
 * @param project the Pulumi project, whose keys are read
 * @param raw all configuration keys, as `pulumi.runtime.allConfig()` gives them
 * @param isSecret tells which of these keys hold an encrypted value
 * @param encrypted tells it of single values in a group; what it does not know is as its whole key is
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  project: string,
  raw: RawConfig,
  isSecret: (key: string) => boolean,
  encrypted: Encrypted = () => undefined,
): Parsed<z.infer<S>> {
  const input: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(raw)) {
    const [namespace, ...rest] = key.split(":");
    if (namespace === project) input[rest.join(":")] = structured(schema, rest.join(":"), text);
  }
  const allowWeak = input["allowWeakSecrets"] === true;
  const mistakes = Object.entries(input).flatMap(([name, value]) =>
    secretMistakes({
      project,
      name,
      value,
      encrypted: (keys) => encrypted(keys) ?? isSecret(`${project}:${name}`),
      allowWeak,
    }),
  );
  const result = schema.safeParse(input);
  if (!result.success) mistakes.push(...explain(schema, result.error.issues, input));
  return mistakes.length === 0 && result.success
    ? { config: result.data, mistakes: [] }
    : { config: undefined, mistakes: mistakes.sort((a, b) => (a.where ?? "").localeCompare(b.where ?? "")) };
}

/** Pulumi hands groups over as JSON text, and everything else as text too: only the schema knows a switch or number from a name. */
function structured(schema: z.ZodType, key: string, text: string): unknown {
  const kind = unwrap(child(schema, key));
  const typed = kind instanceof z.ZodBoolean || kind instanceof z.ZodNumber;
  if (!typed && !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
