import { z } from "zod";
import {
  AbsolutePath,
  application,
  Cache,
  Database,
  Frontend,
  systemSchema,
  workers,
} from "pulumi-web-systems/config";

const system = "proxy-system";

const Backend = z
  .strictObject({
    ...application(`${system}:backend`),
    workers: workers("uvicorn", 4),
    certificates: AbsolutePath.optional().describe(
      "Folder of the host with the payment providers' certificates; the backend sees it read-only as /etc/certificates.",
    ),
  })
  .meta({ example: { version: "1.0.0" } });

/** Everything a stack file of proxy-system may say. */
export const StackConfig = systemSchema(system, {
  database: Database.prefault({}).describe("PostgreSQL."),
  cache: Cache.prefault({}).describe("Redis; what it holds may be lost at any time."),
  backend: Backend.describe("The FastAPI application."),
  web: Frontend.describe("The web frontend, served at /."),
  mobile: Frontend.describe("The mobile frontend, served at /mobile/."),
});

/** A checked configuration with every default filled in. */
export type StackConfig = z.infer<typeof StackConfig>;
