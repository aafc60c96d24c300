import { closest } from "fastest-levenshtein";
import { z } from "zod";
import type { Problem } from "../messages/problem";
import { say } from "../messages/say";

type Issue = z.core.$ZodIssue;

/** Turns what zod found into problems that say where, what was expected, what was found (never a secret) and how to fix it. */
export function explain(schema: z.ZodType, issues: readonly Issue[], input: unknown): Problem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownKeys(schema, issue) : [wrongValue(schema, issue, input)],
  );
}

function unknownKeys(schema: z.ZodType, issue: Issue & { code: "unrecognized_keys" }): Problem[] {
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => ({
    where: join([...issue.path, key]),
    ...say().config.unknownKey({ meant: meant(key, known), known }),
  }));
}

/** The known key that was probably meant. */
function meant(key: string, known: string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(key, known);
  return near[0] === key[0] || near.includes(key) || key.includes(near) ? near : undefined;
}

function wrongValue(schema: z.ZodType, issue: Issue, input: unknown): Problem {
  const text = say().config;
  const where = join(issue.path);
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  if (issue.code === "invalid_key") return invalidName(schema, issue);
  const meta = metaAt(schema, issue.path);
  const key = issue.path.at(-1);
  const before = typeof key === "number" ? "" : `${String(key)}: `;
  const example = meta.example === undefined ? undefined : `${before}${JSON.stringify(meta.example)}`;
  if (found === undefined) return { where, ...text.missing(example) };
  const wanted = expected(issue);
  const hidden = issue.code === "too_small" ? text.wrongHidden : text.wrongSecret;
  return {
    where,
    what: meta.secret ? hidden(wanted) : text.wrongValue({ wanted, found: JSON.stringify(found) }),
    ...(example && { fix: text.forExample(`\`${example}\``) }),
  };
}

/** A name that its group does not take. Its value may be a secret, and is not what is wrong. */
function invalidName(schema: z.ZodType, { path, issues }: Issue & { code: "invalid_key" }): Problem {
  const [issue] = issues;
  const text = say().config;
  const wanted = issue ? expected(issue) : text.expected.name;
  const group = unwrap(path.slice(0, -1).reduce<z.ZodType | undefined>(child, schema));
  const names = group instanceof z.ZodRecord ? (group.keyType as z.ZodType) : undefined;
  const { example } = (names && z.globalRegistry.get(names)) ?? {};
  return {
    where: join(path),
    what: text.wrongValue({ wanted, found: JSON.stringify(path.at(-1)) }),
    ...(typeof example === "string" && { fix: text.forExample(`\`${example}\``) }),
  };
}

/** What zod wanted, in words: our own message where the schema has one. */
function expected(issue: Issue): string {
  const text = say().config.expected;
  switch (issue.code) {
    case "invalid_type":
      return issue.message.startsWith("Invalid input") ? text.kind(issue.expected) : issue.message;
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return text.atMost(issue.maximum);
    default:
      return issue.message;
  }
}

/** A limit says more than the kind of a number, and less than what is meant by a text or a list. */
function tooSmall({ origin, minimum, message }: Issue & { code: "too_small" }): string {
  const text = say().config.expected;
  if (origin !== "string" && origin !== "array") return text.atLeast(minimum);
  if (!message.startsWith("Too small")) return message;
  return origin === "string" ? text.notEmpty : text.entries(minimum);
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
