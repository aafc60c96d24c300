import { z } from "zod";
import {
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

/** What every service of a stack can be told. */
const service = {
  /** Version to deploy; part of the image's tag and shown by the service itself. */
  version: Version,
  /** Memory limit in MiB. */
  memory: MemoryMiB.default(256),
  /** Processors' worth of time that it may use at most. */
  cpus: Cpus.default(1),
};

const Frontend = z.strictObject(service).meta({ example: { version: "1.0.0" } });

const Backend = z
  .strictObject({
    ...service,
    memory: MemoryMiB.default(512),
    /** Number of uvicorn worker processes. */
    workers: z.int("a whole number from 1 to 64").min(1).max(64).default(4).meta({ example: 4 }),
    /** Plain settings, as environment variables. */
    settings: z
      .record(VariableName, Setting)
      .default({})
      .meta({ example: { LOG_LEVEL: "info" } }),
    /** Secret settings: reach the backend as a file, never through `docker inspect`. */
    secrets: z.record(VariableName, Secret).default({}).meta({ secret: true }),
  })
  .meta({ example: { version: "1.0.0" } });

const Database = z
  .strictObject({
    /** Memory limit in MiB. */
    memory: MemoryMiB.default(512),
    /** Processors' worth of time that it may use at most. */
    cpus: Cpus.default(1),
    /** Refuse to delete the database's volume and container, also in `pulumi destroy`. */
    protect: z.boolean("true or false").default(true).meta({ example: true }),
    /** Publish the database on this port of 127.0.0.1 of the host, for tools; unset: no port is published. */
    localPort: Port.optional().meta({ example: 5432 }),
  })
  .meta({ example: { protect: true } });

const Edge = z
  .strictObject({
    /** The one published port, served by Nginx. */
    port: Port,
    /** Address of the host that it is published on. */
    bind: BindAddress.default("0.0.0.0"),
  })
  .meta({ example: { port: 80 } });

/** Everything a stack file of proxy-system may say. One strict object: what is not here is a mistake. */
export const StackConfig = z
  .strictObject({
    /** The Docker engine that the stack lives on. */
    host: DockerEndpoint.default("unix:///var/run/docker.sock"),
    /** Registry, or mirror of one, that base images come from; `local`: those that `npm start` put on the host. */
    registry: Registry.default("docker.io/library"),
    edge: Edge,
    database: Database.prefault({}),
    backend: Backend,
    web: Frontend,
    mobile: Frontend,
  })
  .superRefine((config, context) => {
    if (config.database?.localPort !== undefined && config.database.localPort === config.edge?.port)
      context.addIssue({
        code: "custom",
        path: ["database", "localPort"],
        message: `a port other than edge.port, which is ${config.edge.port} too`,
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
