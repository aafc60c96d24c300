import type * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
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

/** Settings that the component makes itself, with the argument to use instead. */
const own: Record<string, string> = {
  requirepass: "password",
  maxmemory: "memory",
  "maxmemory-policy": "eviction",
  appendonly: "persistent",
  save: "persistent",
  dir: "persistent",
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
  const texts = say().redis;
  const { at } = say().problem;
  return [
    ...(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name) ? [] : [at("name", texts.badName)]),
    ...(Number.isInteger(memory) && memory >= 32 ? [] : [at("memory", texts.badMemory(memory))]),
    ...(eviction === undefined || evictions.includes(eviction)
      ? []
      : [at("eviction", texts.badEviction({ known: evictions, found: String(eviction) }))]),
    ...(typeof password === "string" ? passwordMistakes(password) : []),
    ...Object.entries(settings).flatMap(([setting, value]) =>
      settingMistakes(setting, value).map((mistake) => at(`settings.${setting}`, mistake)),
    ),
  ].map((mistake) => `${name}.${mistake}`);
}

/** What is wrong with a password; it is never shown. */
export function passwordMistakes(password: string): string[] {
  const { shortPassword, badPassword } = say().redis;
  return [
    ...(password.length >= 16 ? [] : [shortPassword]),
    ...(/^[\x21-\x7e]*$/.test(password) && !/["'\\]/.test(password) ? [] : [badPassword]),
  ].map((mistake) => say().problem.at("password", mistake));
}

function settingMistakes(setting: string, value: string): string[] {
  const texts = say().redis;
  const name = setting.toLowerCase();
  const argument = own[name];
  if (argument !== undefined) return [texts.ownSetting(argument)];
  if (name === "port") return [texts.ownPort];
  if (name === "bind") return [texts.ownBind];
  if (unsupported.includes(name)) return [texts.unsupportedSetting];
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(setting) ? [] : [texts.badSettingName]),
    ...(/[\r\n]/.test(value) ? [texts.lineBreak] : []),
    ...(value.trim() === "" ? [texts.noValue] : []),
  ];
}
