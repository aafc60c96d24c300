import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { closest } from "fastest-levenshtein";
import type { Problem } from "../../messages/problem";
import { say } from "../../messages/say";
import { expecting } from "../expecting";
import { unwrap } from "../explain";
import { listed } from "../read";
import { Setting, VariableName } from "../values";
import { weakness } from "../weak-secrets";
import { openEnvFile } from "./access";
import { readLines } from "./lines";
import { expanded } from "./overrides";
import { UserError } from "../../components/engine/user-error";

/** The keys of an env file: names, and kinds from ./kinds. */
export type EnvSchema = z.ZodObject<Record<string, z.ZodType<string | undefined>>>;

/** What a stack file says about its env file; a key of the system's schema. */
export const EnvFileSettings = z
  .strictObject({
    path: z
      .string()
      .regex(
        /^\//,
        expecting((say) => say.absolutePath),
      )
      .meta({
        description: "The file, on the machine where pulumi runs; mode 0600 or 0400.",
        example: "/etc/shop/.env",
      }),
    overrides: z
      .record(VariableName, Setting)
      .default({})
      .meta({
        description: "Values that win over the file's. ${NAME} stands for what the file says.",
        example: { SECURE_SSL_REDIRECT: "false" },
      }),
  })
  .meta({ example: { path: "/etc/shop/.env" } });

/** Arguments of {@link readEnvFile}. */
export interface EnvFileArgs<S extends EnvSchema> {
  /** Absolute path on the machine where the program runs. */
  path: string;
  /** Keys that the system reads, and their formats. */
  schema: S;
  /** Values of the stack file that win over the file's; `${NAME}` in them stands for the file's. Default none. */
  overrides?: Record<string, string>;
  /** Take known defaults and short secrets. Default false. */
  allowWeakSecrets?: boolean;
}

/** A checked env file. */
export interface EnvFile<S extends EnvSchema> {
  /** Every setting, kept secret: the argument `secrets` of a service. */
  secrets: { [Key in keyof z.infer<S>]: pulumi.Output<string> };
  /** The names of these. */
  keys: string[];
  /** What an operator should look at although nothing is wrong. */
  warnings: string[];
}

/**
 * Reads the external env file of a stack: settings that live on the server and in no repository. All of them become secrets; a
 * service that takes some is replaced when one of these changes, and the preview names it.
 *
 * @throws UserError naming everything wrong with the file at once, never a value; nothing has been changed then
 */
export function readEnvFile<S extends EnvSchema>(args: EnvFileArgs<S>): EnvFile<S> {
  const { file, mistakes } = parseEnvFile(args);
  if (!file) throw new UserError(listed(say().config.envFile.file(args.path), mistakes));
  for (const warning of file.warnings) void pulumi.log.warn(warning);
  return file;
}

/** {@link readEnvFile} without Pulumi's engine: the file, or every mistake in it. */
export function parseEnvFile<S extends EnvSchema>(
  args: EnvFileArgs<S>,
): { file: EnvFile<S>; mistakes: [] } | { file: undefined; mistakes: Problem[] } {
  const { path, schema, overrides = {}, allowWeakSecrets = false } = args;
  const { text, mistakes } = openEnvFile(path);
  if (text === undefined) return { file: undefined, mistakes };
  const lines = readLines(text);
  for (const { line, problem } of lines.mistakes) mistakes.push({ where: `${path}:${line}`, ...problem });
  const known = Object.keys(schema.shape);
  const replaced = expanded(overrides, lines.values, known);
  mistakes.push(...replaced.mistakes);

  const said = { ...lines.values, ...replaced.values };
  const result = schema.strip().safeParse(said);
  // A key whose line cannot be read is there all the same.
  const unread = new Set(lines.mistakes.map(({ key }) => key));
  for (const issue of result.error?.issues ?? [])
    if (!unread.has(String(issue.path[0])) || String(issue.path[0]) in said)
      mistakes.push(wrong(schema, issue, said, path));
  if (!allowWeakSecrets) mistakes.push(...weakSecrets(schema, said));
  if (mistakes.length > 0 || !result.success) return { file: undefined, mistakes };

  const settings = Object.entries(result.data).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const secrets = Object.fromEntries(settings.map(([key, value]) => [key, pulumi.secret(value)]));
  const unknown = Object.keys(lines.values).filter((key) => !known.includes(key));
  return {
    file: {
      secrets: secrets as EnvFile<S>["secrets"],
      keys: Object.keys(secrets),
      warnings: unknown.map((key) =>
        say().config.envFile.notASetting({ path, key, meant: meant(key, known) }),
      ),
    },
    mistakes: [],
  };
}

function wrong(
  schema: EnvSchema,
  issue: z.core.$ZodIssue,
  said: Record<string, string>,
  file: string,
): Problem {
  // A rule between keys that names none of them.
  if (issue.path.length === 0) return { where: file, what: issue.message };
  const text = say().config;
  const key = String(issue.path[0]);
  const { example } = metaOf(schema, key);
  const line = example === undefined ? `${key}=…` : `${key}=${example}`;
  return said[key] === undefined
    ? { where: key, ...text.envFile.missing({ path: file, line }) }
    : { where: key, what: text.wrongHidden(issue.message), fix: text.forExample(line) };
}

/** Known defaults and short secrets, among the keys whose kind is a secret's. */
function weakSecrets(schema: EnvSchema, said: Record<string, string>): Problem[] {
  const { weak, askProvider, chooseRandom } = say().config.secret;
  const users = Object.entries(said).filter(([key]) => /USER(NAME)?$/.test(key));
  return Object.keys(schema.shape).flatMap((key): Problem[] => {
    const { secret } = metaOf(schema, key);
    const value = said[key];
    if (!secret || !value) return [];
    const why = weakness(value, {
      names: [key, ...users.map(([, user]) => user)],
      given: secret === "given",
    });
    const fix = secret === "given" ? askProvider : chooseRandom("openssl rand -hex 24");
    return why ? [{ where: key, what: weak(why), fix }] : [];
  });
}

function metaOf(schema: EnvSchema, key: string): { example?: string; secret?: "own" | "given" } {
  const inner = unwrap(schema.shape[key]);
  return { ...(inner && z.globalRegistry.get(inner)) } as object;
}

function meant(key: string, known: string[]): string | undefined {
  const name = closest(key, known);
  return name[0] === key[0] ? name : undefined;
}
