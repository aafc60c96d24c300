import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { say } from "../../messages/say";
import type { Reachable } from "../engine/host";
import { nodeProgram } from "../engine/node-program";
import { UserError } from "../engine/user-error";
import { Service } from "../service/service";
import type { TrialJob } from "./trial/job";
import { passwordMistakes, redisMistakes, type RedisArgs } from "./arguments";
import { labelRecord } from "../engine/labels";

/** Its settings, with its password; a file that only this container has. */
const file = "/run/redis/redis.conf";
const port = 6379;

/**
 * A Redis with a password, on a network of its own that only those services are on which name it in `reaches`. It is replaced `instead`: the
 * old one has saved its keys and ended before the new one starts, so that never two write one file; clients connect again.
 *
 * @throws UserError naming every mistake in its arguments
 * @example
 * const redis = new Redis("redis", { host, image: pulled("redis").id, memory: 128 });
 * new Service("backend", { …, reaches: [redis], secrets: { REDIS_URL: redis.url } });
 */
export class Redis extends pulumi.ComponentResource implements Reachable {
  /** Name of its network. */
  readonly network: pulumi.Output<string>;
  /** Its name on that network. */
  readonly address: string;
  /** `redis://default:PASSWORD@ADDRESS:6379/0`: with the name of its user, which some clients need. Secret. */
  readonly url: pulumi.Output<string>;
  /** Depend on these to start after it answers. */
  readonly ready: pulumi.Resource[];

  constructor(
    readonly name: string,
    private readonly args: RedisArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Redis", name, {}, opts);
    const mistakes = redisMistakes(name, args);
    if (mistakes.length > 0) throw new UserError({ what: say().redis.cannotBeCreated, details: mistakes });
    const { host, image, memory, cpus, persistent = false, startTimeout } = args;
    this.address = name;
    this.network = this.createNetwork();
    const password = this.password();
    const trial = this.tryOut();
    const server = new Service(
      `${name}-server`,
      {
        ...{ host, image, memory, cpus, startTimeout, stopGrace: 30, dependsOn: [trial] },
        ...{ network: this.network, aliases: [this.address], lifeCycle: "instead", user: "redis" },
        command: ["redis-server", file],
        files: { [file]: password.apply((known) => redisConf(args, known)) },
        // Loading answers PING with an error.
        health: {
          command: `REDISCLI_AUTH=$(sed -n 's/^requirepass //p' ${file}) redis-cli ping | grep -q PONG`,
        },
        ...(persistent ? { volumes: { "/data": this.createVolume() } } : { scratch: ["/data"] }),
      },
      { parent: this },
    );
    this.ready = server.ready;
    this.url = pulumi.secret(
      pulumi.interpolate`redis://default:${password.apply(encodeURIComponent)}@${this.address}:${port}/0`,
    );
    this.registerOutputs({ url: this.url, network: this.network, address: this.address });
  }

  private password(): pulumi.Output<string> {
    const { password } = this.args;
    if (password === undefined)
      return new random.RandomPassword(
        `${this.name}-password`,
        { length: 32, special: false },
        { parent: this },
      ).result;
    return pulumi.secret(password).apply((known) => {
      const mistakes = passwordMistakes(known).map((mistake) => `${this.name}.${mistake}`);
      if (mistakes.length > 0) throw new UserError(mistakes.join("\n"));
      return known;
    });
  }

  /** The old server stops before the new one starts, so a trial first shows that the new one can start. */
  private tryOut(): pulumi.Resource {
    const { args, name } = this;
    const labels = labelRecord(args.host.labels(name, "job"));
    return nodeProgram<TrialJob>(
      `${name}-trial`,
      {
        file: [__dirname, "trial/main"],
        host: args.host,
        job: pulumi
          .output(args.image)
          .apply((image) => ({ name, image, memory: args.memory, conf: redisConf(args), labels })),
      },
      { parent: this },
    );
  }

  private createNetwork(): pulumi.Output<string> {
    const { host } = this.args;
    return new docker.Network(
      `${this.name}-network`,
      { name: `${host.prefix}-${this.name}-redis`, internal: true, labels: host.labels("network") },
      { parent: this, provider: host.provider },
    ).name;
  }

  private createVolume(): pulumi.Output<string> {
    const { host } = this.args;
    return new docker.Volume(
      `${this.name}-data`,
      { name: `${host.prefix}-${this.name}-redis`, labels: host.labels(this.name) },
      { parent: this, provider: host.provider, retainOnDelete: true },
    ).name;
  }
}

/** The text of its redis.conf. @param password unset: without one, for a trial */
export function redisConf(
  args: Pick<RedisArgs, "memory" | "persistent" | "eviction" | "settings">,
  password?: string,
): string {
  const {
    memory,
    persistent = false,
    eviction = persistent ? "noeviction" : "allkeys-lru",
    settings = {},
  } = args;
  const lines = {
    port: `${port}`,
    bind: "* -::*",
    dir: "/data",
    // A persistent one rewrites its file in a process of its own, for which every page that changes meanwhile is copied.
    maxmemory: `${Math.floor(persistent ? memory / 2 : (memory * 3) / 4)}mb`,
    "maxmemory-policy": eviction,
    appendonly: persistent ? "yes" : "no",
    // The append-only file is enough; a snapshot would need the memory twice.
    save: '""',
    ...settings,
    ...(password !== undefined && { requirepass: password }),
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name} ${value}\n`)
    .join("");
}
