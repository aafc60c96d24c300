import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { say } from "../../messages/say";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges } from "../workload/container";
import { insteadLabel } from "../engine/labels";
import { withEngine } from "../engine/with-engine";
import { nodeProgram } from "../engine/node-program";
import { scriptsBefore } from "../engine/script";
import { serviceMistakes, type ServiceArgs } from "./arguments";
import { candidatesOf } from "./candidates";
import { fileFolders, settingsFile } from "../workload/files";
import { healthCommand } from "../workload/health";
import { readiness, type Readiness } from "./readiness";
import type { ReadyJob } from "./ready/job";
import { ready } from "./ready/ready";
import { metricsLabels, metricsOf, type MetricsAddress } from "./metrics";
import { exportSecrets, type Fingerprints, fingerprints } from "../workload/secrets";
import { UserError } from "../engine/user-error";

export type { LifeCycle, Mount, ServiceArgs } from "./arguments";
export type { Metrics, MetricsAddress } from "./metrics";

/**
 * Long-running containers, usually behind Nginx. A change makes candidates beside the running ones; the old ones are deleted last,
 * after Nginx was switched. When a candidate fails, Nginx still points at the old ones. With the life cycle `instead`, the old ones end first.
 *
 * @throws UserError naming every mistake in its arguments
 */
export class Service extends pulumi.ComponentResource {
  /** Where Nginx finds its containers: names in the stack's network. */
  readonly addresses: pulumi.Output<string>[];
  /** Port that it listens on; undefined for a service without one. */
  readonly port: number | undefined;
  /** Where all its containers show their numbers; undefined without `metrics`. */
  readonly metrics: MetricsAddress | undefined;
  /** Depend on these to start after every container was seen healthy. */
  readonly ready: pulumi.Resource[];
  /** Something is handed over to the containers after their start. */
  private readonly handed: boolean;
  /** Of the files and secret settings, by name. */
  private readonly prints: Fingerprints;

  constructor(
    readonly name: string,
    private readonly args: ServiceArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Service", name, {}, opts);
    const mistakes = serviceMistakes(name, args);
    if (mistakes.length > 0) throw new UserError({ what: say().service.cannotBeCreated, details: mistakes });
    this.port = args.port;
    this.metrics = args.metrics && metricsOf(name, args.metrics);
    this.handed = Object.keys({ ...args.secrets, ...args.files }).length > 0;
    this.prints = this.handed ? this.fingerprints() : {};
    const candidates = this.replicaNames().map((replica) => ({
      replica,
      container: this.createContainer(replica),
    }));
    this.ready = candidates.map(({ replica, container }) => this.waitForHealth(replica, container));
    this.addresses = candidates.map(({ container }) => container.name);
    args.host.running[name] = this;
    this.registerOutputs({ addresses: this.addresses, port: this.port, metrics: this.metrics });
  }

  /** A command as `docker exec` runs it in one of its containers, with its secret settings in the environment. */
  withSettings(command: string[]): string[] {
    return this.handed ? [...exportSecrets(settingsFile), ...command] : command;
  }

  private replicaNames(): string[] {
    const count = this.args.replicas ?? 1;
    return Array.from({ length: count }, (_, at) => (at === 0 ? this.name : `${this.name}-${at + 1}`));
  }

  private createContainer(replica: string): docker.Container {
    const {
      host,
      image,
      memory,
      cpus,
      network = host.network,
      databases = [],
      reaches = [],
      onlyDatabases = false,
      aliases,
      user,
      capabilities = [],
      after = [],
      dependsOn = [],
      stopGrace = 30,
    } = this.args;
    const check = healthCommand(this.args.health, this.port, this.args.settings);
    const instead = this.args.lifeCycle === "instead";
    const already = databases.map((each) => each.network);
    const { metrics } = this;
    const names = [...(aliases ?? []), ...(metrics ? [metrics.address] : [])];
    const joined = reaches.map((each) => each.network).filter((each) => !already.includes(each));
    return new docker.Container(
      replica,
      {
        ...hardened({ host, service: this.name, role: "service", memory, cpus }),
        labels: [
          ...host.labels(this.name, "service"),
          ...(instead ? [insteadLabel] : []),
          ...(metrics ? metricsLabels(metrics) : []),
        ],
        ...this.process(),
        ...this.storage(),
        image,
        ...(user !== undefined && { user }),
        capabilities: onlyCapabilities(...capabilities),
        networksAdvanced: [
          ...(onlyDatabases ? [] : [{ name: network, ...(names.length > 0 && { aliases: names }) }]),
          ...databases.map((each) => ({ name: each.network })),
          ...joined.map((name) => ({ name })),
        ],
        healthcheck: healthcheck({ ...check, interval: 10, timeout: 5, retries: 3, startPeriod: 30 }),
        destroyGraceSeconds: stopGrace,
        stopTimeout: stopGrace,
        // A candidate that exits at once is the readiness check's to report, with its log.
        mustRun: false,
      },
      {
        parent: this,
        provider: host.provider,
        deleteBeforeReplace: instead,
        replaceOnChanges,
        ...(this.handed && { replacementTrigger: this.prints }),
        dependsOn: [
          ...after.map((migration) => migration.done),
          ...dependsOn,
          ...reaches.flatMap(({ ready }) => ready),
          // What may fail fails before the old one ends.
          ...(instead ? scriptsBefore(host) : []),
        ],
      },
    );
  }

  /** The command and its environment: plain settings as they are, secret ones by way of a file. */
  private process() {
    const { command, settings = {} } = this.args;
    const envs = Object.entries(settings).map(([name, value]) => pulumi.interpolate`${name}=${value}`);
    return {
      envs,
      ...(command && { command }),
      ...(this.handed && { entrypoints: exportSecrets(settingsFile) }),
    };
  }

  /** What it may write (memory, volumes), and what it sees of the host. */
  private storage() {
    const { mounts = [], scratch = [], volumes = {}, files = {} } = this.args;
    const own = this.handed ? fileFolders(files).map((containerPath) => ({ containerPath })) : [];
    const kept = Object.entries(volumes).map(([containerPath, volumeName]) => ({
      containerPath,
      volumeName,
    }));
    return {
      tmpfs: Object.fromEntries(["/tmp", ...scratch].map((folder) => [folder, ""])),
      ...(own.length + kept.length > 0 && { volumes: [...own, ...kept] }),
      ...(mounts.length > 0 && {
        mounts: mounts.map(({ source, target, writable }) => ({
          type: "bind",
          source,
          target,
          readOnly: !writable,
        })),
      }),
    };
  }

  private fingerprints(): Fingerprints {
    const name = `${this.name}-fingerprint-key`;
    const key = new random.RandomPassword(name, { length: 32, special: false }, { parent: this });
    return fingerprints({ ...this.args.files, ...this.args.secrets }, key.result);
  }

  private waitForHealth(replica: string, candidate: docker.Container): pulumi.Resource {
    const { args, name: service, prints } = this;
    const probe = healthCommand(args.health, this.port, args.settings);
    const { job, shown } = readiness({ ...args, service, probe, prints });
    return nodeProgram<ReadyJob>(
      `${replica}-ready`,
      {
        file: [__dirname, "ready/main"],
        host: args.host,
        job: pulumi
          .all([job, this.running(candidate, job)])
          .apply(([told, container]) => ({ ...told, container })),
        shown,
        triggers: [candidate.id],
      },
      { parent: this },
    );
  }

  /** The name of a container. One that was stopped with a failed release is started first: it is unchanged, so the engine does nothing for it. */
  private running({ name, id }: docker.Container, job: Readiness["job"]): pulumi.Output<string> {
    const { environment } = this.args.host;
    const candidates = candidatesOf(environment);
    if (!candidates) return name;
    const started = pulumi.all([name, id, job]).apply(async ([container, known, told]) => {
      await candidates.resume(known, () =>
        withEngine(environment, (engine) => ready({ ...told, container }, engine)),
      );
      return container;
    });
    return pulumi.unsecret(started);
  }
}
