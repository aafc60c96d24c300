import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges, type Limits } from "../container";
import type { Host } from "../host";
import { script } from "../script";
import type { Database } from "./database";
import { rolesSql } from "./postgres-roles";

/** Arguments of {@link Postgres}. */
export interface PostgresArgs extends Limits {
  host: Host;
  /** Image id of PostgreSQL 17 that honours the official image's environment contract. */
  image: pulumi.Input<string>;
  /** Name of the database; roles are named after it: `<name>_owner` and `<name>_app`. */
  database: string;
  /** Refuse to delete the volume, also in `pulumi destroy`. A new container may take over the volume at any time. */
  protect: boolean;
  /**
   * Publish the port on 127.0.0.1 of the host under this number, for tools. The container then joins the services' network too,
   * because an internal network publishes nothing. Unset: no port is published.
   */
  localPort?: number;
  /** Seconds that a start may take, crash recovery included, before the release fails. Default 120. */
  startTimeout?: number;
}

const alias = "database";
const superuser = "postgres";
const passwordFile = "/tmp/superuser_password";

/**
 * The superuser is reached from inside the container only, where no password is asked for. The image wants one all the same: it
 * gets one that nobody knows.
 */
const start = `umask 077; head -c 24 /dev/urandom | base64 >${passwordFile}; exec docker-entrypoint.sh postgres`;

/**
 * PostgreSQL in a container. The volume outlives it, it has 60 s to stop, publishes no port unless asked, and the
 * application connects as a role that is not the superuser.
 */
export class Postgres extends pulumi.ComponentResource implements Database {
  readonly host: Host;
  readonly container: pulumi.Output<string>;
  readonly network: pulumi.Output<string>;
  readonly database: string;
  readonly owner: string;
  readonly url: pulumi.Output<string>;
  readonly ready: pulumi.Resource;

  constructor(
    private readonly name: string,
    private readonly args: PostgresArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Postgres", name, {}, opts);
    this.host = args.host;
    this.network = args.host.databaseNetwork;
    this.database = args.database;
    this.owner = `${args.database}_owner`;
    const app = `${args.database}_app`;

    const appPassword = this.password();
    const container = this.createContainer(this.createVolume());
    this.container = container.name;
    this.ready = this.createRoles(this.waitForQuery(container), app, appPassword);
    this.url = pulumi.secret(
      pulumi.interpolate`postgresql://${app}:${appPassword.result}@${alias}:5432/${args.database}`,
    );
    this.registerOutputs({ container: this.container, url: this.url });
  }

  /** Letters and digits only: it stands in URLs and in SQL. */
  private password(): random.RandomPassword {
    return new random.RandomPassword(
      `${this.name}-app-password`,
      { length: 32, special: false },
      { parent: this },
    );
  }

  private createVolume(): docker.Volume {
    return new docker.Volume(
      `${this.name}-data`,
      { name: `${this.host.prefix}-${this.name}`, labels: this.host.labels(this.name) },
      { parent: this, provider: this.host.provider, protect: this.args.protect, retainOnDelete: true },
    );
  }

  private createContainer(volume: docker.Volume): docker.Container {
    const { host, args } = this;
    return new docker.Container(
      this.name,
      {
        ...hardened({ host, service: this.name, role: "database", memory: args.memory, cpus: args.cpus }),
        name: `${host.prefix}-${this.name}`,
        image: args.image,
        envs: [`POSTGRES_DB=${args.database}`, `POSTGRES_PASSWORD_FILE=${passwordFile}`],
        entrypoints: ["/bin/sh", "-c", start],
        volumes: [{ volumeName: volume.name, containerPath: "/var/lib/postgresql/data" }],
        tmpfs: { "/tmp": "", "/var/run/postgresql": "" },
        shmSize: 128,
        // The entrypoint takes over a fresh volume and then gives up root.
        capabilities: onlyCapabilities("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"),
        networksAdvanced: [
          { name: this.network, aliases: [alias] },
          ...(args.localPort ? [{ name: host.network }] : []),
        ],
        ...(args.localPort && { ports: [{ internal: 5432, external: args.localPort, ip: "127.0.0.1" }] }),
        healthcheck: healthcheck({
          command: this.query(),
          interval: 5,
          timeout: 5,
          retries: 6,
          startPeriod: 120,
        }),
        destroyGraceSeconds: 60,
        stopTimeout: 60,
      },
      // Its name is fixed: without this, a replacement that replaceOnChanges asks for would be made beside the old one.
      { parent: this, provider: host.provider, replaceOnChanges, deleteBeforeReplace: true },
    );
  }

  /** Over TCP: while the image sets a new database up, its server listens on the socket only. */
  private query(): string {
    return `psql -h 127.0.0.1 -U ${superuser} -d ${this.args.database} -Atqc 'select 1'`;
  }

  private waitForQuery(container: docker.Container): pulumi.Resource {
    return script(
      `${this.name}-ready`,
      {
        file: [__dirname, "ready.sh"],
        host: this.host,
        variables: {
          CONTAINER: container.name,
          QUERY: this.query(),
          TIMEOUT: String(this.args.startTimeout ?? 120),
        },
        triggers: [container.id],
      },
      { parent: this },
    );
  }

  private createRoles(ready: pulumi.Resource, app: string, password: random.RandomPassword): pulumi.Resource {
    return script(
      `${this.name}-roles`,
      {
        file: [__dirname, "roles.sh"],
        host: this.host,
        variables: { CONTAINER: this.container, DATABASE: this.args.database, SUPERUSER: superuser },
        stdin: pulumi.secret(
          password.result.apply((secret) =>
            rolesSql({ database: this.database, owner: this.owner, app, secret }),
          ),
        ),
      },
      { parent: this, dependsOn: [ready] },
    );
  }
}
