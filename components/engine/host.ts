import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { contract } from "./contract";
import { engineEnvironment } from "./environment";
import { engineAt } from "./identity";
import { labels, type Labels } from "./labels";
import { ReleaseEvents, type ReleaseEventName, type ReleaseListener } from "./release-events";
import type { Account, ImageAsker, Sources } from "./registries";
import type { Role } from "./roles";
import { theWorld, type World } from "./world";

/** Arguments of {@link Host}. */
export interface HostArgs extends Sources {
  /** The system that is deployed, e.g. `proxy-system`; part of every name and label on the host. */
  system: string;
  /** The environment, e.g. `preprod`; with the system it makes names unique on the host. */
  stack: string;
  /**
   * Address of the Docker engine.
   * @example "unix:///var/run/docker.sock", "ssh://deploy@10.0.0.5"
   */
  endpoint: string;
  /** Folder of this machine with ca.pem, cert.pem and key.pem, for an engine at tcp://. */
  certificates?: string;
  /** Clock and environment of what is made on it. Default: those of this machine. */
  world?: World;
}

/** What runs for long on a host: names of containers, or a service, whose readiness can be waited for. */
export type Running =
  pulumi.Input<string>[] | { addresses: pulumi.Output<string>[]; ready: pulumi.Resource[] };

/** What services reach by a network that is not for everyone: a database, a Redis. */
export interface Reachable {
  /** Name of the network on which they reach it. */
  readonly network: pulumi.Output<string>;
  /** What is done when it answers. */
  readonly ready: pulumi.Resource | pulumi.Resource[];
}

/**
 * The Docker engine that a stack lives on, and the stack's own networks on it. Containers get it as `provider`, commands as
 * `environment`, so both go to the same engine by construction.
 */
export class Host extends pulumi.ComponentResource {
  /** `<system>-<stack>`: what the stack's things on this host are named after. */
  readonly prefix: string;
  readonly system: string;
  readonly stack: string;
  /** Clock and environment for what is made on it. */
  readonly world: World;
  /** Provider for this engine's containers, images, networks and volumes. */
  readonly provider: docker.Provider;
  /** Environment that makes the `docker` command talk to this engine. */
  readonly environment: Record<string, string>;
  /** Where its images come from, and who asks: for the Image component. */
  readonly images: ImageAsker;
  /** Name of the network on which Nginx reaches the services. */
  readonly network: pulumi.Output<string>;
  /**
   * Name of the network on which services reach a database. It is internal: no way leads from it to the world or back, and a
   * service that has no business with the database is not on it.
   */
  readonly databaseNetwork: pulumi.Output<string>;
  /** All that runs for long and was made on it so far, by the names of the components. */
  readonly running: Record<string, Running> = {};
  /** Who listens to its releases; see {@link Host.on}. */
  readonly events = new ReleaseEvents();

  constructor(name: string, args: HostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("web-systems:index:Host", name, {}, opts);
    this.system = args.system;
    this.stack = args.stack;
    this.world = args.world ?? theWorld;
    this.prefix = `${args.system}-${args.stack}`;
    this.environment = engineEnvironment(args.endpoint, args.certificates);
    const { registry, accounts } = args;
    this.images = { environment: this.environment, prefix: this.prefix, registry, accounts };
    this.provider = new docker.Provider(
      `${name}-engine`,
      {
        host: args.endpoint,
        ...(args.certificates !== undefined && { certPath: args.certificates }),
        ...(accounts && { registryAuth: registryAuth(accounts) }),
      },
      { parent: this },
    );
    this.network = this.createNetwork(`${name}-network`, this.prefix, false).name;
    this.databaseNetwork = this.createNetwork(
      `${name}-database-network`,
      `${this.prefix}-database`,
      true,
    ).name;
    // The next preflight refuses another engine by it.
    const engine = engineAt(args.endpoint);
    this.registerOutputs({
      contract,
      ...(engine && { engine: { ...engine } }),
      prefix: this.prefix,
      network: this.network,
      databaseNetwork: this.databaseNetwork,
    });
  }

  /**
   * Tells a listener what happens to each release of the stack on this host: see {@link ReleaseEventName}. It runs in the program, while the update
   * runs, and the update waits for it, at most 20 s for each event; that it fails is a warning. An update that is refused before it changes anything
   * (stack file, preflight) is no release, and one whose `pulumi` is killed tells nothing more.
   *
   * @param listener gets the release; no secret is in it that the record of the release has not
   * @example
   * host.on("failed", async ({ stack, number, failure }) => {
   *   await fetch(hook, { method: "POST", body: `release ${number ?? "(not recorded)"} of ${stack} failed at ${failure?.step}` });
   * });
   */
  on(event: ReleaseEventName, listener: ReleaseListener): void {
    this.events.on(event, listener);
  }

  /** Labels for a thing on this host that belongs to one service of the stack; a container also has a role. */
  labels(service: string, role?: Role): Labels {
    return labels(this.system, this.stack, service, role);
  }

  private createNetwork(resource: string, name: string, internal: boolean): docker.Network {
    return new docker.Network(
      resource,
      { name, internal, labels: this.labels("network") },
      { parent: this, provider: this.provider },
    );
  }
}

/** Accounts as the provider takes them; the passwords stay secret in the state. */
function registryAuth(accounts: Record<string, Account>) {
  return Object.entries(accounts).map(([address, { user, password }]) => ({
    address,
    username: user,
    password: pulumi.secret(password),
  }));
}
