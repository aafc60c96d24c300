import { z } from "zod";
import {
  AbsolutePath,
  Database,
  EnvFileSettings,
  MemoryMiB,
  service,
  systemSchema,
  workers,
} from "pulumi-web-systems/config";

const Environment = z
  .strictObject({
    file: EnvFileSettings.optional().describe(
      "The external env file, on the machine that runs pulumi: mode 0600, in no repository.",
    ),
    development: z.literal(true, "true, or leave it out").optional().meta({
      description: "No env file: made-up settings and generated secrets, for a developer's machine.",
      example: true,
    }),
  })
  .refine(
    ({ file, development }) => (file === undefined) !== (development === undefined),
    "one of: `file`, the external env file; `development: true`",
  )
  .meta({ example: { file: { path: "/etc/electric-miniprogram/.env.production" } } });

/** Where the backend's environment comes from, checked. */
export type EnvironmentConfig = z.infer<typeof Environment>;

const Backend = z
  .strictObject({
    ...service,
    memory: MemoryMiB.default(512).describe(
      "Memory limit of a container in MiB, shared by all workers; the engine ends what needs more.",
    ),
    workers: workers("gunicorn", 3),
    wechatCertificates: AbsolutePath.optional().meta({
      description:
        "Folder of the host with WeChat Pay's certificates; the backend sees it read-only as /etc/wechat.",
      example: "/etc/electric-miniprogram/certs/wechat",
    }),
  })
  .meta({ example: { version: "1.0.0" } });

const Merchant = z.strictObject({ version: service.version }).meta({ example: { version: "1.0.0" } });

/** Everything a stack file of electric-miniprogram may say. */
export const StackConfig = systemSchema("electric-miniprogram", {
  environment: Environment.describe("Where the backend's settings and secrets come from."),
  database: Database.prefault({}).describe("PostgreSQL."),
  backend: Backend.describe("The Django application."),
  merchant: Merchant.describe("The merchant frontend, a static build that Nginx serves."),
});
