import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Database } from "../database/database";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges, type Limits } from "../container";
import type { Host } from "../host";
import type { Migration } from "../migration/migration";
import { script } from "../script";
import { httpProbe } from "./http-probe";
import {
  exportSecrets,
  fingerprints,
  secretsFile,
  secretsFolder,
  secretsText,
  type Secrets,
} from "./secrets";

/** Arguments of {@link Service}. */
export interface ServiceArgs extends Limits {
  host: Host;
  /** Image id. */
  image: pulumi.Input<string>;
  /** Command and its arguments. Needed with `secrets`; unset: the image's own. */
  command?: string[];
  /** Port that the service listens on inside its container. Never published: Nginx reaches it by the stack's network. */
  port: number;
  /** Path that answers 200 when the service can work, e.g. `/health`. */
  healthPath: string;
  /** Plain settings, as environment variables. */
  settings?: Record<string, pulumi.Input<string>>;
  /** Secret settings, as environment variables that come from a file. */
  secrets?: Secrets;
  /** Databases that it connects to: only then can it reach them at all. */
  databases?: Database[];
  /** Migrations that must be done before the service starts. */
  after?: Migration[];
  /** Seconds that a candidate may take to become healthy before the release fails. Default 60. */
  startTimeout?: number;
  /** Seconds that it may take to finish its requests when it is stopped. Default 30. */
  stopGrace?: number;
}

/**
 * A long-running container behind Nginx. A change makes a candidate beside the running container; the old one is deleted last,
 * after Nginx was switched. When the candidate fails, Nginx still points at the old one.
 */
export class Service extends pulumi.ComponentResource {
  /** Where Nginx finds it: a name in the stack's network. */
  readonly address: pulumi.Output<string>;
  /** Port that it listens on. */
  readonly port: number;
  /** Depend on this to start after the service was seen healthy. */
  readonly ready: pulumi.Resource;
  /** The file of secret settings, when there are any. */
  private readonly secrets: pulumi.Output<string> | undefined;

  constructor(
    private readonly name: string,
    private readonly args: ServiceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Service", name, {}, opts);
    this.port = args.port;
    this.secrets = Object.keys(args.secrets ?? {}).length > 0 ? secretsText(args.secrets ?? {}) : undefined;
    const probe = httpProbe({ port: args.port, path: args.healthPath });
    const candidate = this.createContainer(probe);
    this.ready = this.waitForHealth(candidate, probe);
    this.address = candidate.name;
    this.registerOutputs({ address: this.address, port: this.port });
  }

  private createContainer(probe: string): docker.Container {
    const { host, image, memory, cpus, databases = [], after = [], stopGrace = 30 } = this.args;
    return new docker.Container(
      this.name,
      {
        ...hardened({ host, service: this.name, role: "service", memory, cpus }),
        ...this.process(),
        image,
        networksAdvanced: [{ name: host.network }, ...databases.map(({ network }) => ({ name: network }))],
        tmpfs: { "/tmp": "" },
        capabilities: onlyCapabilities(),
        healthcheck: healthcheck({ command: probe, interval: 10, timeout: 5, retries: 3, startPeriod: 30 }),
        destroyGraceSeconds: stopGrace,
        stopTimeout: stopGrace,
        // A candidate that exits at once is the readiness check's to report, with its log.
        mustRun: false,
      },
      {
        parent: this,
        provider: host.provider,
        deleteBeforeReplace: false,
        replaceOnChanges,
        ...(this.secrets && {
          replacementTrigger: fingerprints(this.args.secrets ?? {}, this.fingerprintKey()),
        }),
        dependsOn: after.map((migration) => migration.done),
      },
    );
  }

  /** The command and its environment: plain settings as they are, secret ones by way of a file. */
  private process() {
    const { command, settings = {} } = this.args;
    const envs = Object.entries(settings).map(([name, value]) => pulumi.interpolate`${name}=${value}`);
    if (!this.secrets) return { envs, ...(command && { command }) };
    if (!command)
      throw new pulumi.RunError(`Service ${this.name} has secrets and so needs its command named.`);
    return { envs, command, entrypoints: exportSecrets, volumes: [{ containerPath: secretsFolder }] };
  }

  private fingerprintKey(): pulumi.Output<string> {
    return new random.RandomPassword(
      `${this.name}-fingerprint-key`,
      { length: 32, special: false },
      { parent: this },
    ).result;
  }

  private waitForHealth(candidate: docker.Container, probe: string): pulumi.Resource {
    return script(
      `${this.name}-ready`,
      {
        file: [__dirname, "ready.sh"],
        host: this.args.host,
        variables: {
          SERVICE: this.name,
          CONTAINER: candidate.name,
          PROBE: probe,
          TIMEOUT: String(this.args.startTimeout ?? 60),
          SECRETS_FILE: this.secrets ? secretsFile : "",
        },
        ...(this.secrets && { stdin: this.secrets }),
        triggers: [candidate.id],
      },
      { parent: this },
    );
  }
}
