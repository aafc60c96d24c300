import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../engine/host";
import type { Limits } from "../workload/container";

/** What Redis does when its memory is used up. `noeviction` refuses to write; the others remove keys. */
const evictions = [
  "noeviction",
  "allkeys-lru",
  "allkeys-lfu",
  "allkeys-random",
  "volatile-lru",
  "volatile-lfu",
  "volatile-random",
  "volatile-ttl",
] as const;

/** Arguments of a Redis. */
export interface RedisArgs extends Limits {
  host: Host;
  /** Id of an image with `redis-server` and `redis-cli`, and a user `redis` that owns /data, as the official ones have. */
  image: pulumi.Input<string>;
  /** Memory limit in MiB, at least 32. Keys may take three quarters of it, of a persistent one half: the rest is for clients, and for writing its file. */
  memory: number;
  /**
   * Keep the keys over restarts and releases: in an append-only file on a volume that stays when the stack is deleted. At most a second of
   * acknowledged writes is lost when the host fails. Without it Redis is a cache: a release that replaces it empties it.
   * @default false
   */
  persistent?: boolean;
  /**
   * What happens when its memory is used up.
   * @default "noeviction" when persistent, as queues and sessions need it; else "allkeys-lru"
   */
  eviction?: (typeof evictions)[number];
  /** Password, when it comes from elsewhere, as from an env file. At least 16 characters, no blanks or quotes. Default: generated. */
  password?: pulumi.Input<string>;
  /**
   * Other settings of redis.conf, by name; a change of one replaces the container.
   * @example { "notify-keyspace-events": "Ex", databases: "4" }
   */
  settings?: Record<string, string>;
  /** Seconds that it may take to load its keys before the release fails. Default 60. */
  startTimeout?: number;
}

/** Settings that the component makes itself, with what to do instead. */
const own: Record<string, string> = {
  requirepass: "use password",
  maxmemory: "use memory",
  "maxmemory-policy": "use eviction",
  appendonly: "use persistent",
  save: "use persistent",
  dir: "use persistent",
  port: "it is always 6379",
  bind: "list the Redis in `reaches` of a service instead",
};

/** Settings that would detach it from the component (process, log, users), hide its keys, or refuse every client. */
const unsupported = [
  ...[
    "aclfile",
    "daemonize",
    "include",
    "loadmodule",
    "logfile",
    "masterauth",
    "protected-mode",
    "rename-command",
  ],
  ...[
    "appenddirname",
    "appendfilename",
    "cluster-enabled",
    "dbfilename",
    "min-replicas-to-write",
    "min-replicas-max-lag",
  ],
  ...["replicaof", "slaveof", "supervised", "syslog-enabled", "tls-port", "unixsocket", "user"],
];

/** Everything that is wrong with the name and the arguments of a Redis, a line each. */
export function redisMistakes(name: string, args: RedisArgs): string[] {
  const { memory, eviction, password, settings = {} } = args;
  return [
    ...(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name)
      ? []
      : ["name: expected letters, digits, dots, dashes and underscores, a letter or digit first"]),
    ...(Number.isInteger(memory) && memory >= 32
      ? []
      : [`memory: expected a whole number of MiB from 32, found ${memory}`]),
    ...(eviction === undefined || evictions.includes(eviction)
      ? []
      : [`eviction: expected one of ${evictions.join(", ")}, found ${String(eviction)}`]),
    ...(typeof password === "string" ? passwordMistakes(password) : []),
    ...Object.entries(settings).flatMap(([setting, value]) =>
      settingMistakes(setting, value).map((mistake) => `settings.${setting}: ${mistake}`),
    ),
  ].map((mistake) => `${name}.${mistake}`);
}

/** What is wrong with a password; it is never shown. */
export function passwordMistakes(password: string): string[] {
  return [
    ...(password.length >= 16
      ? []
      : ["password: must have at least 16 characters: Redis answers thousands of guesses a second"]),
    ...(/^[\x21-\x7e]*$/.test(password) && !/["'\\]/.test(password)
      ? []
      : ["password: must be of letters, digits and signs other than quotes and backslashes"]),
  ];
}

function settingMistakes(setting: string, value: string): string[] {
  const argument = own[setting.toLowerCase()];
  if (argument !== undefined) return [`is set by the component; ${argument}`];
  if (unsupported.includes(setting.toLowerCase())) return ["is not supported by the component"];
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(setting) ? [] : ["expected a name of redis.conf"]),
    ...(/[\r\n]/.test(value) ? ["must be without line breaks"] : []),
    ...(value.trim() === "" ? [`expected a value; '""' is an empty one`] : []),
  ];
}
