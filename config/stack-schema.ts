import { z } from "zod";

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** An encrypted value, as `pulumi config set --secret` writes it. */
const encrypted: JsonSchema = {
  type: "object",
  properties: { secure: { type: "string", description: "Written by `pulumi config set --secret`." } },
  required: ["secure"],
  additionalProperties: false,
};

/** What Pulumi itself keeps in a stack file beside `config`. */
const pulumisOwn: Record<string, JsonSchema> = {
  encryptionsalt: {
    type: "string",
    description: "Salt of the passphrase that encrypts this stack's secrets.",
  },
  secretsprovider: {
    type: "string",
    description: "Where the key that encrypts this stack's secrets is kept.",
  },
  encryptedkey: { type: "string", description: "Key of this stack's secrets, encrypted by secretsprovider." },
  environment: { description: "Pulumi ESC environments that are merged into this stack." },
};

/**
 * The JSON Schema of a system's stack files as Pulumi writes them, for editors: completes and checks every key, and shows its
 * description. Keys of providers and other projects are not ours and are left alone. Rules between keys and weak secrets are
 * found by the program only.
 *
 * @param schema what the stack file may say
 * @param project the Pulumi project, the namespace of its keys
 */
export function stackSchema(schema: z.ZodObject, project: string): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => forEditors(jsonSchema),
  });
  const namespaced = Object.entries(properties).map(
    ([key, value]) => [`${project}:${key}`, asWrittenByCommand(value as JsonSchema)] as const,
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: `Stack file of ${project}`,
    description: "Generated from the zod schema; a test keeps it fresh.",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(namespaced),
        patternProperties: { [`^(?!${project}:)[^:]+:`]: {} },
        required: required.map((key) => `${project}:${key}`),
        additionalProperties: false,
      },
      ...pulumisOwn,
    },
    required: ["config"],
    additionalProperties: false,
  };
}

/** Our `meta` in JSON Schema's own words; a secret is what it looks like when encrypted. */
function forEditors(json: JsonSchema): void {
  const { example, secret, ...known } = json as JsonSchema & { example?: unknown; secret?: boolean };
  const isValue = known.type === "string";
  for (const key of Object.keys(json)) delete json[key];
  if (secret && isValue)
    Object.assign(json, known.description && { description: known.description }, encrypted);
  else Object.assign(json, known, example !== undefined && { examples: [example] });
}

/** `pulumi config set NAME true` writes a string; the program takes both. */
function asWrittenByCommand(value: JsonSchema): JsonSchema {
  if (value.type !== "boolean") return value;
  const { type, ...rest } = value;
  return { ...rest, anyOf: [{ type }, { enum: ["true", "false"] }] };
}
