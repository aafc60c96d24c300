import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { say } from "../../messages/say";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges } from "../workload/container";
import type { Host } from "../engine/host";
import { databaseLabels } from "../engine/labels";
import { nodeProgram } from "../engine/node-program";
import { UserError } from "../engine/user-error";
import { type Database, type DatabaseArgs, backupFolder } from "./database";
import type { GuardJob } from "./guard/job";
import type { BackupsFolderJob } from "./backups-folder/job";
import { databaseMistakes } from "./mistakes";
import type { DatabaseReadyJob } from "./ready/job";
import type { Product } from "./product/product";
import type { Roles } from "./product/roles";
import type { RolesJob } from "./roles/job";
import { settingFlags, type Settings } from "./settings";
import { upgradePath } from "./upgrade-path";

/** What a component class adds to the arguments that every database takes. */
export interface Particulars {
  product: Product;
  /** SQL that makes the roles. */
  rolesSql: (roles: Roles) => string;
  /** Shell command inside the container that runs that SQL. Default: the administrator's client. */
  rolesCommand?: (owner: string) => string;
  /** Settings that the component itself gives the server. */
  settings: Settings;
  /** Shell text that runs before the image's entrypoint. Default: none. */
  prologue?: string;
  /** Client as the owner; see {@link Database.ownerClient}. */
  ownerClient: (owner: string, database: string) => string;
  /** Extensions that the image must have. */
  extensions?: string[];
  /** Mistakes in arguments of the component class, a line each. */
  mistakes: string[];
}

/**
 * A database server in a container, whatever its product. The volume outlives the container, which has 60 s to stop, publishes no
 * port unless asked, and is replaced only after its successor was shown to fit the data.
 */
export abstract class DatabaseServer extends pulumi.ComponentResource implements Database {
  readonly host: Host;
  readonly product: Product;
  readonly image: pulumi.Input<string>;
  readonly container: pulumi.Output<string>;
  readonly network: pulumi.Output<string>;
  readonly address: string;
  readonly backups: pulumi.Output<string>;
  readonly timeZone: string;
  readonly database: string;
  readonly owner: string;
  readonly ownerClient: string;
  readonly app: string;
  readonly url: pulumi.Output<string>;
  readonly ready: pulumi.CustomResource;
  private readonly volume: string;

  constructor(
    type: string,
    private readonly name: string,
    private readonly args: DatabaseArgs,
    private readonly own: Particulars,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, {}, opts);
    this.host = args.host;
    this.image = args.image;
    this.network = args.host.databaseNetwork;
    this.address = name;
    this.timeZone = args.timeZone ?? "UTC";
    this.product = own.product;
    this.database = args.database;
    this.owner = args.owner ?? `${args.database}_owner`;
    this.app = args.app ?? `${args.database}_app`;
    this.ownerClient = own.ownerClient(this.owner, this.database);
    this.volume = args.volume ?? `${args.host.prefix}-${name}`;
    this.refuseMistakes();

    const password = this.password();
    const guard = this.guard();
    const backups = this.createVolume(`${name}-backups`, `${args.host.prefix}-${name}-backups`);
    const writable = this.giveToServer(backups, guard);
    this.backups = backups.name;
    const container = this.createContainer(this.createVolume(`${name}-data`, this.volume), [guard, writable]);
    this.container = container.name;
    this.ready = this.createRoles(container, this.waitForQuery(container), password);
    this.protectContainer(container);
    this.url = pulumi.secret(
      pulumi.interpolate`${this.product.scheme}://${this.app}:${password.apply(encodeURIComponent)}@${name}:${this.product.port}/${args.database}`,
    );
    args.host.running[name] = [this.container];
    // The roles are for commands that work on a running stack.
    this.registerOutputs({ container: this.container, url: this.url, owner: this.owner, app: this.app });
  }

  private refuseMistakes(): void {
    const checked = { ...this.args, owner: this.owner, app: this.app };
    const mistakes = [...databaseMistakes(this.product, checked), ...this.own.mistakes];
    if (mistakes.length > 0)
      throw new UserError({ what: say().database.cannotCreate(this.name), details: mistakes });
  }

  private password(): pulumi.Output<string> {
    if (this.args.appPassword !== undefined) return pulumi.secret(this.args.appPassword);
    const name = `${this.name}-app-password`;
    return new random.RandomPassword(name, { length: 32, special: false }, { parent: this }).result;
  }

  private flags(): string[] {
    return settingFlags(this.product, { ...this.own.settings, ...this.args.settings });
  }

  /** Looks at image, settings and data before the old container is deleted: the container depends on it. */
  private guard(): pulumi.Resource {
    const { args, product, host, name, own } = this;
    const container = `${host.prefix}-${name}`;
    const upgraded = { name, container, volume: this.volume, isProtected: args.protect };
    const job = pulumi.output(args.image).apply((image): GuardJob => ({
      ...{ name, image, container, product: product.name, volume: this.volume, database: this.database },
      ...{ flags: this.flags(), extensions: own.extensions ?? [], environment: this.environment() },
      ...(own.prologue !== undefined && { prologue: own.prologue }),
      ...{ memory: args.memory, shmSize: this.shmSize(), timeout: args.startTimeout ?? 120 },
      labels: host.labels(name, "job").map(({ label, value }) => `${label}=${value}`),
      upgrade: upgradePath(product, upgraded),
    }));
    return nodeProgram(`${name}-guard`, { file: [__dirname, "guard/main"], host, job }, { parent: this });
  }

  private environment(): string[] {
    return [...this.product.environment(this.database), `TZ=${this.timeZone}`];
  }

  private shmSize(): number {
    return this.args.shmSize ?? Math.min(this.product.shm, this.args.memory);
  }

  private createVolume(resource: string, name: string): docker.Volume {
    return new docker.Volume(
      resource,
      { name, labels: this.host.labels(this.name) },
      { parent: this, provider: this.host.provider, protect: this.args.protect, retainOnDelete: true },
    );
  }

  /** A new volume is root's, and the server's user can take nothing over by itself. */
  private giveToServer(volume: docker.Volume, guard: pulumi.Resource): pulumi.Resource {
    const { image, product } = this;
    return nodeProgram<BackupsFolderJob>(
      `${this.name}-backups-folder`,
      {
        file: [__dirname, "backups-folder/main"],
        host: this.host,
        job: pulumi
          .all([image, volume.name])
          .apply(([id, name]) => ({ image: id, volume: name, user: product.user })),
        triggers: [volume.id],
      },
      { parent: this, dependsOn: [guard] },
    );
  }

  private createContainer(volume: docker.Volume, after: pulumi.Resource[]): docker.Container {
    const { host, args, product, own } = this;
    const { memory, cpus, localPort, stopGrace = 60 } = args;
    const start = own.prologue && [
      "/bin/sh",
      "-c",
      `${own.prologue} && exec docker-entrypoint.sh "$@"`,
      "sh",
    ];
    return new docker.Container(
      this.name,
      {
        ...hardened({ host, service: this.name, role: "database", memory, cpus }),
        labels: [...host.labels(this.name, "database"), ...databaseLabels(product.name, args.database)],
        name: `${host.prefix}-${this.name}`,
        image: args.image,
        envs: this.environment(),
        command: [product.server, ...this.flags()],
        ...(start && { entrypoints: start }),
        ...(!product.capabilities && { user: product.user }),
        volumes: [
          { volumeName: volume.name, containerPath: product.data },
          { volumeName: this.backups, containerPath: backupFolder },
        ],
        tmpfs: product.tmpfs,
        shmSize: this.shmSize(),
        capabilities: onlyCapabilities(...(product.capabilities ?? [])),
        networksAdvanced: [
          { name: this.network, aliases: [this.name] },
          // An internal network publishes nothing.
          ...(localPort ? [{ name: host.network }] : []),
        ],
        ...(localPort && { ports: [{ internal: product.port, external: localPort, ip: "127.0.0.1" }] }),
        healthcheck: healthcheck({
          // One that takes too long is killed. What it had started would fall to the server, as the container's first process, which
          // takes the unknown child's end for a crash of its own and restarts.
          command: `exec ${product.query(args.database)}`,
          interval: 5,
          timeout: 5,
          retries: 6,
          startPeriod: 120,
        }),
        destroyGraceSeconds: stopGrace,
        stopTimeout: stopGrace,
      },
      // Its name is fixed: without deleteBeforeReplace, a replacement would be made beside the old one.
      {
        parent: this,
        provider: host.provider,
        replaceOnChanges,
        deleteBeforeReplace: true,
        // A better check is no reason to interrupt what serves: the next container has it.
        ignoreChanges: ["healthcheck"],
        dependsOn: after,
      },
    );
  }

  /**
   * Keeps `pulumi destroy` from the container. Protecting the container itself would also refuse every replacement, and with it
   * each security update; this depends on it, is deleted before it, and refuses. It is there without protection too, so
   * that ending the protection deletes nothing.
   */
  private protectContainer(container: docker.Container): void {
    new random.RandomId(
      `${this.name}-lock`,
      { byteLength: 4 },
      { parent: this, protect: this.args.protect, dependsOn: [container] },
    );
  }

  private waitForQuery(container: docker.Container): pulumi.Resource {
    const { args, product, host } = this;
    const query = product.query(args.database);
    const timeout = args.startTimeout ?? 120;
    return nodeProgram<DatabaseReadyJob>(
      `${this.name}-ready`,
      {
        file: [__dirname, "ready/main"],
        host,
        job: container.name.apply((known) => ({ container: known, query, timeout })),
        triggers: [container.id],
      },
      { parent: this },
    );
  }

  /** After each new container: its volume may be another one. */
  private createRoles(
    container: docker.Container,
    ready: pulumi.Resource,
    password: pulumi.Output<string>,
  ): pulumi.CustomResource {
    const { database, owner, app, product, own } = this;
    const sql = password.apply((secret) =>
      own.rolesSql({ database, owner, app, secret, salt: this.host.prefix }),
    );
    const marker = product.ownMarker && {
      file: `${product.data}/${product.ownMarker}`,
      variable: product.imageVersion,
    };
    return nodeProgram<RolesJob>(
      `${this.name}-roles`,
      {
        file: [__dirname, "roles/main"],
        host: this.host,
        job: pulumi.secret(
          pulumi.all([container.name, sql]).apply(([name, text]) => ({
            ...{ container: name, database, sql: text },
            admin: own.rolesCommand?.(owner) ?? product.admin(database),
            ...(marker && { marker }),
          })),
        ),
        triggers: [container.id],
      },
      { parent: this, dependsOn: [ready] },
    );
  }
}
