import { z } from "zod";
import {
  AbsolutePath,
  BindAddress,
  Cpus,
  DockerEndpoint,
  MemoryMiB,
  Port,
  Registry,
  Secret,
  Setting,
  VariableName,
  Version,
} from "./values";

/** What every service of a stack can be told. Descriptions are what editors and the JSON Schema show. */
const service = {
  version: Version.describe("Version to deploy: part of the image's tag, and shown by the service itself."),
  memory: MemoryMiB.default(256).describe(
    "Memory limit of the container in MiB; the engine ends what needs more.",
  ),
  cpus: Cpus.default(1).describe("Processors' worth of time that a container may use at most."),
};

const Frontend = z.strictObject(service).meta({ example: { version: "1.0.0" } });

const Backend = z
  .strictObject({
    ...service,
    memory: MemoryMiB.default(512).describe(
      "Memory limit of the container in MiB, shared by all workers; the engine ends what needs more.",
    ),
    workers: z
      .int("a whole number from 1 to 64")
      .min(1)
      .max(64)
      .default(4)
      .meta({ description: "Number of uvicorn worker processes.", example: 4 }),
    settings: z
      .record(VariableName, Setting)
      .default({})
      .meta({
        description: "Plain settings, as environment variables; `docker inspect` shows them.",
        example: { LOG_LEVEL: "info" },
      }),
    secrets: z
      .record(VariableName, Secret)
      .default({})
      .meta({
        description:
          "Secret settings: they reach the backend as a file, never through `docker inspect`. Set each with " +
          "`pulumi config set --secret --path 'proxy-system:backend.secrets.NAME'`.",
        secret: true,
      }),
  })
  .meta({ example: { version: "1.0.0" } });

const Database = z
  .strictObject({
    memory: MemoryMiB.default(512).describe("Memory limit of the container in MiB."),
    cpus: Cpus.default(1).describe("Processors' worth of time that it may use at most."),
    protect: z.boolean("true or false").default(true).meta({
      description: "Refuse to delete the database's volume, also in `pulumi destroy`.",
      example: true,
    }),
    localPort: Port.optional().meta({
      description: "Publish the database on this port of 127.0.0.1, for tools. Unset: no port is published.",
      example: 5432,
    }),
  })
  .meta({ example: { protect: true } });

const Edge = z
  .strictObject({
    port: Port.describe("The one published port, served by Nginx."),
    bind: BindAddress.default("0.0.0.0").describe(
      "Address of the host that the port is published on: 127.0.0.1 for this machine only, 0.0.0.0 for everybody.",
    ),
  })
  .meta({ example: { port: 80 } });

/** Everything a stack file of proxy-system may say. One strict object: what is not here is a mistake. */
export const StackConfig = z
  .strictObject({
    host: DockerEndpoint.default("unix:///var/run/docker.sock").describe(
      "The Docker engine that the stack lives on: unix:///path, ssh://user@host or tcp://host:port.",
    ),
    hostCertificates: AbsolutePath.optional().describe(
      "Folder of this machine with ca.pem, cert.pem and key.pem, for an engine at tcp://: both sides prove who they are.",
    ),
    registry: Registry.default("docker.io/library").describe(
      "Registry, or mirror of one, that base images come from; `local`: those that `npm start` put on the host.",
    ),
    allowWeakSecrets: z.boolean("true or false").default(false).meta({
      description: "Take known defaults and short secrets too. For development only.",
      example: false,
    }),
    edge: Edge.describe("Nginx, the only container that is reached from outside."),
    database: Database.prefault({}).describe("PostgreSQL."),
    backend: Backend.describe("The FastAPI application."),
    web: Frontend.describe("The web frontend, served at /."),
    mobile: Frontend.describe("The mobile frontend, served at /mobile/."),
  })
  .superRefine((config, context) => {
    if (config.database?.localPort !== undefined && config.database.localPort === config.edge?.port)
      context.addIssue({
        code: "custom",
        path: ["database", "localPort"],
        message: `a port other than edge.port, which is ${config.edge.port} too`,
      });
    if (config.host?.startsWith("tcp:") !== (config.hostCertificates !== undefined))
      context.addIssue({
        code: "custom",
        path: ["hostCertificates"],
        message: config.hostCertificates
          ? "nothing: host is not tcp://"
          : "a folder with certificates, because host is tcp://",
      });
    for (const name of Object.keys(config.backend?.settings ?? {}))
      if (name in (config.backend.secrets ?? {}))
        context.addIssue({
          code: "custom",
          path: ["backend", "settings", name],
          message: "a name that backend.secrets does not use too",
        });
  });

/** A checked configuration with every default filled in. */
export type StackConfig = z.infer<typeof StackConfig>;
