import { z } from "zod";
import { Database, Secret, service, Setting, systemSchema, Version } from "pulumi-web-systems/config";

const system = "elife";

/** Where the stand-in for Unitel is found, in the stack's own network. */
const simulatorUrl = "http://unitel:4000/api/v1";

/** A plain setting that {@link required} asks for. */
const plain = (description: string, example: string) =>
  Setting.regex(/./, "a text that is not empty").optional().meta({ description, example });

const wholeNumber = (description: string, usual: number) =>
  z.int("a whole number from 1").min(1).max(999_999_999).default(usual).meta({ description, example: usual });

const Settings = z
  .strictObject({
    WECHAT_APPID: plain("Id of the mini program.", "wx0123456789abcdef"),
    WECHAT_MCH_ID: plain("The merchant's number at WeChat Pay, in quotes.", "1900006511"),
    WECHAT_ENV_ID: plain("Environment of the mini program's cloud.", "prod-0a1b2c"),
    UNITEL_API_URL: Setting.regex(/^https?:\/\/\S+$/, "an address such as https://api.unitel.mn/api/v1")
      .optional()
      .meta({
        description: `The operator's API; ${simulatorUrl} with unitelSimulator.`,
        example: "https://api.unitel.mn/api/v1",
      }),
    UNITEL_USERNAME: plain("Account at the operator.", "elife"),
    LOG_LEVEL: z
      .enum(["error", "warn", "info", "debug"], "error, warn, info or debug")
      .default("info")
      .meta({ description: "What the backend's log says.", example: "info" }),
    DB_MAX_RETRIES: wholeNumber("How often a connection to the database is tried.", 5),
    DB_RETRY_DELAY: wholeNumber("Milliseconds between two tries.", 5000),
  })
  .meta({ example: { LOG_LEVEL: "info" } });

const Secrets = z.strictObject({ UNITEL_PASSWORD: Secret.optional() }).meta({
  secret: true,
  description: "Set with `pulumi config set --secret --path 'elife:backend.secrets.UNITEL_PASSWORD'`.",
});

const Backend = z
  .strictObject({
    ...service,
    settings: Settings.prefault({}).describe("Plain settings; `docker inspect` shows them."),
    secrets: Secrets.prefault({}),
  })
  .meta({ example: { version: "1.0.0" } });

const UnitelSimulator = z
  .strictObject({ version: Version.describe("Version of the stand-in.") })
  .meta({ example: { version: "1.0.0" } });

const Stack = systemSchema(system, {
  database: Database.prefault({}).describe("MariaDB."),
  backend: Backend.describe("The NestJS application."),
  web: z.strictObject({ version: Version.describe("Version of the page.") }).describe("The page at /."),
  unitelSimulator: UnitelSimulator.optional().describe(
    "Stands in for the operator: recharges no phone. For dev and preprod; without it the backend calls the operator itself.",
  ),
});

/** Everything a stack file of elife may say. */
export const StackConfig = [
  ...["WECHAT_APPID", "WECHAT_MCH_ID", "WECHAT_ENV_ID", "UNITEL_API_URL", "UNITEL_USERNAME"].map((key) =>
    rule("settings", key, "a value", given),
  ),
  // Nobody has a password at the stand-in: it is generated.
  rule("secrets", "UNITEL_PASSWORD", "a secret", (value, simulated) => simulated || given(value)),
  rule(
    "settings",
    "UNITEL_API_URL",
    `${simulatorUrl}, because unitelSimulator is there`,
    (value, simulated) => !simulated || !given(value) || value === simulatorUrl,
  ),
].reduce((schema, add) => add(schema), Stack);

/**
 * Something that a key of the backend must be. It is looked at whatever else is wrong with the stack file, so that all that is missing is
 * told at once: zod's own "required" would stop there.
 */
function rule(
  group: "settings" | "secrets",
  key: string,
  message: string,
  holds: (value: unknown, simulated: boolean) => boolean,
) {
  return (schema: typeof Stack) =>
    schema.refine(
      ({ backend, unitelSimulator }) => {
        // Parts that are wrong in themselves are not there.
        const groups = backend as unknown as Partial<Record<string, Record<string, unknown>>> | undefined;
        return holds(groups?.[group]?.[key], unitelSimulator !== undefined);
      },
      { path: ["backend", group, key], message, when: () => true },
    );
}

function given(value: unknown): boolean {
  return value !== undefined;
}

/** A checked configuration with every default filled in. */
export type StackConfig = z.infer<typeof StackConfig>;

/** The backend's plain settings as environment variables. */
export function environment(settings: StackConfig["backend"]["settings"]): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}
