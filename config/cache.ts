import { z } from "zod";
import { Cpus, MemoryMiB } from "./values";

/**
 * A cache, as a stack file describes it and the component `Redis` takes it.
 *
 * @example
 * const StackConfig = systemSchema("shop", { cache: Cache.prefault({}).describe("Redis."), … });
 * new Redis("cache", { host, image: pulled("redis").id, ...config.cache });
 */
export const Cache = z
  .strictObject({
    memory: MemoryMiB.min(32)
      .default(64)
      .describe(
        "Memory limit of the container in MiB, three quarters of it for keys; those used least make room.",
      ),
    cpus: Cpus.default(1).describe("Processors' worth of time that it may use at most."),
  })
  .meta({ example: { memory: 64 } });
