import type * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { Limits } from "../workload/container";
import type { Database } from "../database/database";
import type { Host, Reachable } from "../engine/host";
import type { Migration } from "../migration/migration";
import type { Files } from "../workload/files";
import type { Health } from "../workload/health";
import { requestPathMistake } from "../workload/http-probe";
import { metricsMistakes, type Metrics } from "./metrics";
import type { Secrets } from "../workload/secrets";
import { nameMistakes } from "../workload/variable-names";
import { isPort } from "../engine/port";

/** A folder or file of the host that a container sees. */
export interface Mount {
  /** Absolute path on the host. It must exist: a preflight looks (`paths`), and the engine refuses a missing one. */
  source: string;
  /** Absolute path in the container. */
  target: string;
  /** Let the container write it. Default false. */
  writable?: boolean;
}

/**
 * How a service is replaced. `beside`: the new containers become healthy beside the old ones, which are removed last; for a while both run.
 * `instead`: the old one ends first, with its time to stop, and then the new one starts: the service is not there in between.
 */
export type LifeCycle = "beside" | "instead";

/** Arguments of a service. */
export interface ServiceArgs extends Limits {
  host: Host;
  /** Image id. The image needs a shell; for health checks by HTTP curl, wget or bash, by TCP nc or bash. */
  image: pulumi.Input<string>;
  /** Command and its arguments. Needed with `secrets` or `files`; unset: the image's own. */
  command?: string[];
  /**
   * Port that the service listens on inside its container. Never published: Nginx reaches it by the stack's network. Unset for
   * what takes no connections, such as a worker or a scheduler.
   */
  port?: number;
  /**
   * How it shows that it can work.
   * @example { path: "/health" }, { tcp: true }, { command: "test -f /tmp/alive" }
   */
  health: Health;
  /** Containers of it, all alike. Default 1. */
  replicas?: number;
  /**
   * How it is replaced. `instead` is for what must not run twice, such as a scheduler or a worker that takes jobs, and for the only writer
   * of a volume, such as Redis or Prometheus. Such a service is replaced after everything that the program declares before it was done
   * (images, migrations, other services that became healthy): so declare it late. Others reach it by one of its `aliases`, not by an address that
   * is new with each container: what has that in its settings would end with it.
   * @default "beside"
   */
  lifeCycle?: LifeCycle;
  /** Other names in its network, e.g. `jobs`. Not for what Nginx switches: old and new would share them. */
  aliases?: string[];
  /** Name of the network that it is on, where others reach it. Default: the stack's, on which Nginx and all services are. */
  network?: pulumi.Input<string>;
  /**
   * Where it shows numbers of itself, for Prometheus and the like. Its containers are then found by the name `<service>.metrics` on its network, and
   * have the labels `io.pulumi-web-systems.metrics.port` and `.path`. Nothing is published: Nginx does not pass the path on unless a route says so.
   * @default none
   * @example { port: 8000, path: "/metrics" }
   */
  metrics?: Metrics;
  /** Plain settings, as environment variables. */
  settings?: Record<string, pulumi.Input<string>>;
  /** Secret settings, as environment variables that come from a file. */
  secrets?: Secrets;
  /** Files by their path in the container, readable by all users in it; may hold secrets. */
  files?: Files;
  /** Folders and files of the host. */
  mounts?: Mount[];
  /** Folders in memory that it may write, besides /tmp; gone when it stops. */
  scratch?: string[];
  /** Volumes that outlive the container: name of the volume by path in the container. */
  volumes?: Record<string, pulumi.Input<string>>;
  /**
   * Several containers may write these volumes and writable mounts at the same time, as they may with uploaded files. Without it, what
   * writes a volume is replaced `instead`. Default false.
   */
  sharedVolumes?: boolean;
  /** User, by name or number. Default: the image's own. */
  user?: string;
  /** Rights of root that it keeps, as `NET_BIND_SERVICE`. Default: none. */
  capabilities?: string[];
  /**
   * What it connects to that is not for everyone: only then can it reach it at all, and it starts after that answers.
   * @default none
   * @example [database, redis]
   */
  reaches?: Reachable[];
  /** Databases that it connects to, as in `reaches`, but without waiting for one: what has `after` waits for its migrations. */
  databases?: Database[];
  /** Reach what `databases` and `reaches` name and nothing else: no other service, not the world. Default false. */
  onlyDatabases?: boolean;
  /** Migrations that must be done before the service starts. */
  after?: Pick<Migration, "done">[];
  /** Anything else that must be done before it starts. */
  dependsOn?: pulumi.Resource[];
  /** Seconds that a candidate may take to become healthy before the release fails. Default 60. */
  startTimeout?: number;
  /** Seconds that it may take to finish its requests when it is stopped. Default 30. */
  stopGrace?: number;
}

/** Everything that is wrong with a service's arguments, a line each. */
export function serviceMistakes(name: string, args: ServiceArgs): string[] {
  const { command, port, health, replicas = 1, mounts = [], files = {}, scratch = [], volumes = {} } = args;
  const texts = say().service;
  const { at } = say().problem;
  const handed = Object.keys(args.secrets ?? {}).length + Object.keys(files).length > 0;
  const paths = [
    ...mounts.map(({ target }) => target),
    ...Object.keys(files),
    ...scratch,
    ...Object.keys(volumes),
  ];
  return [
    ...(handed && !command ? [at("command", texts.commandNeeded)] : []),
    ...nameMistakes(args, handed),
    ...(port === undefined && !("command" in health) ? [at("port", texts.portNeeded)] : []),
    ...(port !== undefined && !isPort(port) ? [at("port", texts.badPort(port))] : []),
    ...(args.onlyDatabases && [...(args.databases ?? []), ...(args.reaches ?? [])].length === 0
      ? [at("databases", texts.databasesNeeded)]
      : []),
    ...(args.onlyDatabases && (args.network !== undefined || args.aliases)
      ? [at("network, aliases", texts.networkUnused)]
      : []),
    ...(args.metrics ? metricsMistakes(args.metrics) : []),
    ...(args.metrics && args.onlyDatabases ? [at("metrics", texts.metricsUnread)] : []),
    ...("path" in health ? pathMistakes(health.path) : []),
    ...(Number.isInteger(replicas) && replicas >= 1 ? [] : [at("replicas", texts.badReplicas(replicas))]),
    ...writers(args),
    ...paths.filter((path) => !path.startsWith("/")).map((path) => at(path, texts.relativePath)),
    ...paths.filter((path) => /[\r\n]/.test(path)).map((path) => at(JSON.stringify(path), texts.lineBreak)),
    ...paths.filter((path, index) => paths.indexOf(path) !== index).map((path) => at(path, texts.usedTwice)),
    ...mounts
      .filter(({ source }) => !source.startsWith("/"))
      .map(({ source }) => at(source, texts.relativeSource)),
  ].map((mistake) => `${name}.${mistake}`);
}

function pathMistakes(path: string): string[] {
  const mistake = requestPathMistake(path);
  return mistake === undefined ? [] : [say().problem.at("health.path", mistake)];
}

/** Two servers on one volume lose data: who writes one says how that is prevented, or that it needs not be. */
function writers({ lifeCycle = "beside", replicas = 1, sharedVolumes, ...args }: ServiceArgs): string[] {
  const writable = (args.mounts ?? []).filter((mount) => mount.writable).map(({ target }) => target);
  const written = [...Object.keys(args.volumes ?? {}), ...writable];
  if (sharedVolumes || written.length === 0) return [];
  const { twoWriters, manyWriters } = say().service;
  const { at } = say().problem;
  if (lifeCycle === "beside") return [at("lifeCycle", twoWriters(written))];
  return replicas > 1 ? [at("replicas", manyWriters({ replicas, folders: written }))] : [];
}
