import { z } from "zod";
import { Deployments } from "./deployments";
import { edgePorts, edgeSchema } from "./edge";
import { Builds, registriesSchema } from "./images";
import { Frontend, secrets, service, settings } from "./service";
import {
  AbsolutePath,
  Cpus,
  DockerEndpoint,
  MemoryMiB,
  Port,
  Registry,
  ServerSetting,
  TimeOfDay,
  TimeZone,
} from "./values";

const system = "proxy-system";

const Backend = z
  .strictObject({
    ...service,
    memory: MemoryMiB.default(512).describe(
      "Memory limit of a container in MiB, shared by all workers; the engine ends what needs more.",
    ),
    workers: z
      .int("a whole number from 1 to 64")
      .min(1)
      .max(64)
      .default(4)
      .meta({ description: "Number of uvicorn worker processes.", example: 4 }),
    settings,
    secrets: secrets(
      `${system}:backend`,
      "Secret settings: they reach the backend as a file, never through `docker inspect`.",
    ),
    certificates: AbsolutePath.optional().describe(
      "Folder of the host with the payment providers' certificates; the backend sees it read-only as /etc/certificates.",
    ),
  })
  .meta({ example: { version: "1.0.0" } });

const kept = (what: string, usual: number) =>
  z
    .int("a whole number from 0 to 1000")
    .min(0)
    .max(1000)
    .default(usual)
    .meta({ description: what, example: usual });

const Backups = z
  .strictObject({
    at: TimeOfDay.default("02:30").describe("When a backup is taken every day, in database.timeZone."),
    daily: kept("Days of which the newest backup is kept.", 7),
    weekly: kept("Weeks of which the newest backup is kept.", 4),
    monthly: kept("Months of which the newest backup is kept.", 6),
    restoreTestDays: kept(
      "Days after which a backup is restored into a server of its own, to prove it; 0: never by itself.",
      7,
    ),
  })
  .meta({ example: { at: "02:30" } });

const Database = z
  .strictObject({
    memory: MemoryMiB.default(512).describe("Memory limit of the container in MiB."),
    cpus: Cpus.default(1).describe("Processors' worth of time that it may use at most."),
    protect: z.boolean("true or false").default(true).meta({
      description: "Refuse to delete the database, also in `pulumi destroy`.",
      example: true,
    }),
    localPort: Port.optional().meta({
      description: "Publish the database on this port of 127.0.0.1, for tools. Unset: no port is published.",
      example: 5432,
    }),
    timeZone: TimeZone.default("UTC").describe("Time zone of the server, by its IANA name."),
    settings: z
      .record(z.string(), ServerSetting)
      .default({})
      .meta({
        description: "Settings of the server; one that it does not know is refused before it is touched.",
        example: { max_connections: 200 },
      }),
    backups: Backups.prefault({}).describe("When the database is backed up, and what is kept."),
  })
  .meta({ example: { protect: true } });

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
      "Registry, or mirror of one, that images come from; `local`: those that `npm start` put on the host.",
    ),
    registries: registriesSchema(`${system}:registries`),
    builds: Builds.prefault({}).describe(
      "Where builds of images get packages from; unset: from their makers.",
    ),
    allowWeakSecrets: z.boolean("true or false").default(false).meta({
      description: "Take known defaults and short secrets too. For development only.",
      example: false,
    }),
    deployments: Deployments.prefault({}).describe(
      "When `pulumi up` may run: a freeze, and windows of time. Previews work always.",
    ),
    edge: edgeSchema(`${system}:edge`).describe("Nginx, the only container that is reached from outside."),
    database: Database.prefault({}).describe("PostgreSQL."),
    backend: Backend.describe("The FastAPI application."),
    web: Frontend.describe("The web frontend, served at /."),
    mobile: Frontend.describe("The mobile frontend, served at /mobile/."),
  })
  .superRefine((config, context) => {
    const claimed = config.edge ? Object.entries(edgePorts(config.edge)) : [];
    for (const [key, port] of claimed)
      if (port === config.database?.localPort)
        context.addIssue({
          code: "custom",
          path: ["database", "localPort"],
          message: `a port other than ${key}, which is ${port} too`,
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
