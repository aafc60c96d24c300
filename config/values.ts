/**
 * Named kinds of values that a stack file holds. Each carries an `example`, which the messages about mistakes show
 * as the way to fix them.
 */
import { isIP } from "node:net";
import { output, secret, type Output } from "@pulumi/pulumi";
import { z } from "zod";
import { say } from "../messages/say";
import { expecting } from "./expecting";

/** A TCP port, 1 to 65535. */
export const Port = z
  .int(expecting((say) => say.wholeFrom({ min: 1, max: 65535 })))
  .min(1)
  .max(65535)
  .meta({ example: 8080 });

/** An address of the host to publish a port on: `127.0.0.1` for this machine only, `0.0.0.0` for everybody. */
export const BindAddress = z
  .string()
  .refine(
    (value) => isIP(value) !== 0,
    expecting((say) => say.ipAddress),
  )
  // The pattern is for editors: JSON Schema cannot say more.
  .meta({ example: "127.0.0.1", pattern: "^[0-9A-Fa-f:.]+$" });

/** Version of one service: becomes part of its image's tag, so only what Docker accepts in a tag. */
export const Version = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/,
    expecting((say) => say.version),
  )
  .meta({ example: "1.0.0" });

/** Memory limit of a container in MiB. Docker refuses less than 6 MiB; nothing of ours runs below 16. */
export const MemoryMiB = z
  .int(expecting((say) => say.memory))
  .min(16)
  .meta({ example: 256 });

/** Processors' worth of time that a container may use, in tenths. The engine refuses more than its host has. */
export const Cpus = z
  .number(expecting((say) => say.cpus))
  .min(0.1)
  .max(512)
  .multipleOf(
    0.1,
    expecting((say) => say.oneDecimal),
  )
  .meta({ example: 1 });

/** Where images come from: `host[:port][/path]` in front of an image's name. */
export const Registry = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]*(:\d+)?(\/[a-z0-9._-]+)*$/,
    expecting((say) => say.registry),
  )
  .meta({ example: "docker.io/library" });

/** A registry's address, as it stands before the first slash of an image's name. */
export const RegistryHost = z
  .string()
  .regex(
    /^([a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?|[a-z0-9-]+:\d+|localhost)$/,
    expecting((say) => say.registryHost),
  )
  .meta({ example: "registry.example.cn" });

/** Address of a mirror of packages. What a build is told can be read by anyone who has the image. */
export const PackageMirror = z
  .string()
  .regex(
    /^https?:\/\/[^\s/@'"$\\]+(\/[^\s@'"$\\]*)?$/,
    expecting((say) => say.packageMirror),
  )
  .meta({ example: "https://mirrors.example.cn/pypi/simple" });

/** Address of a Docker engine. Plain tcp is refused elsewhere: anyone who reaches that port is root on the host. */
export const DockerEndpoint = z
  .string()
  .regex(
    /^(unix:\/\/\/.+|ssh:\/\/[^/]+|tcp:\/\/[^/]+:\d+)$/,
    expecting((say) => say.dockerEndpoint),
  )
  .meta({ example: "unix:///var/run/docker.sock" });

/** A path that starts with a slash. */
export const AbsolutePath = z
  .string()
  .regex(
    /^\/\P{Cc}*$/u,
    expecting((say) => say.path),
  )
  .meta({ example: "/etc/docker/certs" });

/**
 * A plain setting handed to a service as an environment variable. Anyone who may run `docker inspect` can read it.
 */
export const Setting = z.string(expecting((say) => say.setting)).meta({ example: "a value" });

/** A secret of the stack file: encrypted there, and kept a Pulumi secret from here on. */
export const Secret = z
  .string(expecting((say) => say.secret))
  .min(
    1,
    expecting((say) => say.notEmpty),
  )
  .transform((value): Output<string> => secret(output(value)))
  .meta({
    secret: true,
    get example() {
      return say().config.secret.example;
    },
  });

/** Name of an environment variable. */
export const VariableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    expecting((say) => say.variableName),
  )
  .meta({ example: "LOG_LEVEL" });

/** A name that a browser asks for, `*.example.com` too. */
export const ServerName = z
  .string()
  .regex(
    /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/i,
    expecting((say) => say.serverName),
  )
  .meta({ example: "www.example.com" });

/** A network in the notation of RFC 4632, or one address. */
export const Network = z
  .string()
  .regex(
    /^[0-9a-f:.]+(\/\d{1,3})?$/i,
    expecting((say) => say.network),
  )
  .meta({ example: "10.0.0.0/8" });

/** A time zone by its IANA name. */
export const TimeZone = z
  .string()
  .refine(
    (name) => zones.has(name),
    expecting((say) => say.timeZone),
  )
  .meta({ example: "Asia/Shanghai" });

const zones = new Set(["UTC", ...Intl.supportedValuesOf("timeZone")]);

/** A time of day, in 24 hours. Without quotes YAML may read it as a number. */
export const TimeOfDay = z
  .string(expecting((say) => say.timeOfDay))
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    expecting((say) => say.timeOfDay),
  )
  .meta({ example: "02:30" });

/** A date and a time of day, in 24 hours, without a zone: it sorts as text. */
export const LocalTime = z
  .string(expecting((say) => say.localTime))
  .regex(
    /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d$/,
    expecting((say) => say.localTime),
  )
  .meta({ example: "2026-11-12 08:00" });

/** A setting of a database server. */
export const ServerSetting = z
  .union(
    [z.string(), z.number(), z.boolean()],
    expecting((say) => say.serverSetting),
  )
  .meta({ example: "64MB" });
