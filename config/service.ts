import { z } from "zod";
import { expecting } from "./expecting";
import { Cpus, MemoryMiB, Secret, Setting, VariableName, Version } from "./values";

/** What every service of a stack can be told. Descriptions are what editors and the JSON Schema show. */
export const service = {
  version: Version.describe("Version to deploy: part of the image's tag, and shown by the service itself."),
  memory: MemoryMiB.default(256).describe(
    "Memory limit of a container in MiB; the engine ends what needs more.",
  ),
  cpus: Cpus.default(1).describe("Processors' worth of time that a container may use at most."),
  replicas: z
    .int(expecting((say) => say.wholeFrom({ min: 1, max: 20 })))
    .min(1)
    .max(20)
    .default(1)
    .meta({ description: "Containers of it, all alike; requests are shared among them.", example: 2 }),
};

/** Plain settings, as environment variables. */
export const settings = z
  .record(VariableName, Setting)
  .default({})
  .meta({
    description: "Plain settings, as environment variables; `docker inspect` shows them.",
    example: { LOG_LEVEL: "info" },
  });

/**
 * Secrets of one group of the stack file; the parse refuses them in plain text, and weak ones.
 *
 * @param where the group's full name, as in `proxy-system:backend`
 * @param use what becomes of them
 */
export function secrets(where: string, use: string) {
  return z
    .record(VariableName, Secret)
    .default({})
    .meta({
      description: `${use} Set each with \`pulumi config set --secret --path '${where}.secrets.NAME'\`.`,
      secret: true,
    });
}

/**
 * Keys of an application that has settings of its own, as `z.strictObject({ ...application("shop:backend"), workers: … })`.
 *
 * @param where the group's full name, as in `shop:backend`
 */
export function application(where: string) {
  return {
    ...service,
    memory: MemoryMiB.default(512).describe(
      "Memory limit of a container in MiB, shared by all workers; the engine ends what needs more.",
    ),
    settings,
    secrets: secrets(
      where,
      "Secret settings: they reach the service as a file, never through `docker inspect`.",
    ),
  };
}

/** How many processes of an application share its work. @param what what they are called */
export function workers(what: string, usual: number) {
  return z
    .int(expecting((say) => say.wholeFrom({ min: 1, max: 64 })))
    .min(1)
    .max(64)
    .default(usual)
    .meta({ description: `Number of ${what} worker processes.`, example: usual });
}

/** A frontend that is served by a container of its own. */
export const Frontend = z.strictObject(service).meta({ example: { version: "1.0.0" } });

/** How many containers a service has and what each may use, as its component takes it. */
export function limits({ memory, cpus, replicas }: { memory: number; cpus: number; replicas: number }) {
  return { memory, cpus, replicas };
}
