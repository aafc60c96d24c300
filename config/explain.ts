import { closest } from "fastest-levenshtein";
import { z } from "zod";

/** One thing wrong with a stack file. */
export interface Mistake {
  /** Where, as the keys of the stack file: `edge.port`. */
  path: string;
  /** What is wrong there: what was expected and what was found. Never the value of a secret. */
  problem: string;
  /** What to write instead. */
  remedy: string;
}

type Issue = z.core.$ZodIssue;

/** Turns what zod found into mistakes that say where, what was expected, what was found and how to fix it. */
export function explain(schema: z.ZodType, issues: readonly Issue[], input: unknown): Mistake[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownKeys(schema, issue) : [wrongValue(schema, issue, input)],
  );
}

function unknownKeys(schema: z.ZodType, issue: Issue & { code: "unrecognized_keys" }): Mistake[] {
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => ({
    path: join([...issue.path, key]),
    problem: "unknown key",
    remedy: known.length > 0 ? `${suggestion(key, known)} (known here: ${known.join(", ")})` : "remove it",
  }));
}

function suggestion(key: string, known: string[]): string {
  const near = closest(key, known);
  return near[0] === key[0] || near.includes(key) || key.includes(near)
    ? `did you mean "${near}"?`
    : "remove it";
}

function wrongValue(schema: z.ZodType, issue: Issue, input: unknown): Mistake {
  const path = join(issue.path);
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  const meta = metaAt(schema, issue.path);
  const key = issue.path.at(-1);
  const before = typeof key === "number" ? "" : `${String(key)}: `;
  const example = meta.example === undefined ? undefined : `${before}${JSON.stringify(meta.example)}`;
  if (found === undefined)
    return { path, problem: "missing", remedy: example ? `add \`${example}\`` : "add it" };
  const shown = meta.secret ? "a value of another kind" : JSON.stringify(found);
  return {
    path,
    problem: `expected ${expected(issue)}, found ${shown}`,
    remedy: example ? `for example \`${example}\`` : "",
  };
}

/** What zod wanted, in words: our own message where the schema has one. */
function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input") ? plain(issue.expected) : issue.message;
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function plain(type: string): string {
  return type === "object" || type === "record" ? "a group of keys" : `a ${type}`;
}

/** What a schema's `meta` says, also below a default or an optional. */
function metaAt(schema: z.ZodType, path: PropertyKey[]): { example?: unknown; secret?: boolean } {
  const at = path.reduce<z.ZodType | undefined>(child, schema);
  const inner = unwrap(at);
  return { ...(inner && z.globalRegistry.get(inner)), ...(at && z.globalRegistry.get(at)) } as object;
}

function keysAt(schema: z.ZodType, path: PropertyKey[]): string[] {
  const at = unwrap(path.reduce<z.ZodType | undefined>(child, schema));
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The schema of a key, below what wraps its parent. */
export function child(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  const at = unwrap(schema);
  if (at instanceof z.ZodObject) return at.shape[String(key)] as z.ZodType | undefined;
  if (at instanceof z.ZodRecord) return at.valueType as z.ZodType;
  if (at instanceof z.ZodArray) return at.element as z.ZodType;
  return undefined;
}

/** Below defaults and optionals, whose inner schema has the keys. */
export function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
  let at = schema;
  while (at instanceof z.ZodDefault || at instanceof z.ZodOptional || at instanceof z.ZodPrefault)
    at = at.unwrap() as z.ZodType;
  return at;
}

/** A path as `pulumi config set --path` takes it: `registries["registry.example.cn"].user`. */
export function join(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => {
      if (typeof key === "number") return `[${key}]`;
      const name = String(key);
      return /[.:]/.test(name) ? `["${name}"]` : at === 0 ? name : `.${name}`;
    })
    .join("");
}
