import { z } from "zod";
import {
  alsoWhenWrong,
  application,
  Database,
  Frontend,
  Secret,
  systemSchema,
  workers,
} from "pulumi-web-systems/config";

const system = "order-system";

/** Under the names that the system's operators know. What else they had is made by the program: README.md, "Settings". */
const Settings = z.strictObject({
  ALGORITHM: z.enum(["HS256"], "HS256, the only one whose key is a SECRET_KEY").default("HS256").meta({
    description: "How access tokens are signed.",
    example: "HS256",
  }),
  ACCESS_TOKEN_EXPIRE_MINUTES: z
    .int("a whole number of minutes from 1 to 1440")
    .min(1)
    .max(1440)
    .default(30)
    .meta({ description: "Minutes after which a user must log in again.", example: 30 }),
  DEBUG: z.boolean("true or false").default(false).meta({
    description: "Tell a browser what failed inside. Never in production.",
    example: false,
  }),
  ENVIRONMENT: z
    .enum(["development", "preprod", "production"], "development, preprod or production")
    .default("production")
    .meta({ description: "Shown by /health.", example: "production" }),
});

const setSecretKey = `openssl rand -hex 32 | pulumi config set --secret --path '${system}:backend.secrets.SECRET_KEY'`;

const Secrets = z.strictObject({
  SECRET_KEY: z
    .string("a string, set by `pulumi config set --secret`")
    .refine((key) => key.length >= 32, "at least 32 characters, as many as HS256 needs")
    .pipe(Secret)
    .optional()
    .meta({
      description: `Signs access tokens; a new one logs all users out. Set it with \`${setSecretKey}\`.`,
      secret: true,
      example: `(what this sets: ${setSecretKey})`,
    }),
});

/** Parts of it may not have been parsed well: what is missing is told all the same, with all other mistakes. */
interface LooseBackend {
  settings?: Partial<z.infer<typeof Settings>>;
  secrets?: Partial<z.infer<typeof Secrets>>;
  generateSecretKey?: boolean;
}

function backendRules({ settings, secrets, generateSecretKey }: LooseBackend, context: z.RefinementCtx) {
  const mistake = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (settings?.DEBUG && settings.ENVIRONMENT === "production")
    mistake(["settings", "DEBUG"], "false, because ENVIRONMENT is production");
  const given = secrets?.SECRET_KEY !== undefined;
  if (given && generateSecretKey)
    mistake(["generateSecretKey"], "nothing, because secrets.SECRET_KEY is set");
  if (!given && !generateSecretKey) mistake(["secrets", "SECRET_KEY"], "a key, or generateSecretKey: true");
}

const Backend = z
  .strictObject({
    ...application(`${system}:backend`),
    workers: workers("uvicorn", 2),
    settings: Settings.prefault({}).describe("Its environment, as far as it is chosen here."),
    secrets: Secrets.prefault({}).describe("Reaches the backend as a file, never through `docker inspect`."),
    generateSecretKey: z.literal(true, "true, or leave it out").optional().meta({
      description: "Let the program make SECRET_KEY and keep it, instead of one that you set.",
      example: true,
    }),
  })
  .superRefine(backendRules, alsoWhenWrong)
  .meta({ example: { version: "1.0.0", generateSecretKey: true } });

/** Everything a stack file of order-system may say. */
export const StackConfig = systemSchema(system, {
  database: Database.prefault({}).describe("PostgreSQL."),
  backend: Backend.describe("The FastAPI application, served at /api/, /docs and /health."),
  frontend: Frontend.describe("The Next.js application, served at /."),
});

/** Plain settings as environment variables. */
export function environment(settings: z.infer<typeof Settings>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}
