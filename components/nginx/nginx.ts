import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges } from "../container";
import type { Host } from "../host";
import { script } from "../script";
import type { Service } from "../service/service";
import { httpProbe } from "../service/http-probe";
import { mainConfig, renderSite, statusPort } from "./config";

/** A rule of the edge: requests whose path starts with `path` go to `to`. */
export interface RouteArgs {
  path: string;
  to: Service;
  /** Take `path` away before the service sees the request. Default false. */
  stripPath?: boolean;
}

/** Arguments of {@link Nginx}. */
export interface NginxArgs {
  host: Host;
  /** Image id of Nginx 1.26 or newer. */
  image: pulumi.Input<string>;
  /** The one published port. */
  port: number;
  /** Address of the host that it is published on. */
  bind: string;
  routes: RouteArgs[];
  /** Paths that must answer 200 to 399 through Nginx after a switch; else the switch is taken back. */
  verify: string[];
  /** Memory limit in MiB. Default 128. */
  memory?: number;
  /** Processors' worth of time. Default 1. */
  cpus?: number;
  /** Largest request body in MiB. Default 20. */
  maxBodyMiB?: number;
}

/** Port inside the container: above 1024, so that Nginx needs no rights of root. */
const port = 8080;

/** Its root file system is read-only, so the main configuration comes as a setting and is written at every start. */
const start = `printf '%s' "$MAIN_CONFIG" >/tmp/nginx.conf && exec nginx -c /tmp/nginx.conf -g 'daemon off;'`;

/**
 * The edge: the only container with a published port. Its container changes only with its image or port; where requests go is
 * changed by a switch: render, `nginx -t`, reload, verify through Nginx, and back to the old configuration when that fails.
 */
export class Nginx extends pulumi.ComponentResource {
  /** Address that a browser opens. */
  readonly url: string;
  /** Name of its container. */
  readonly container: pulumi.Output<string>;
  /** Depend on this to run after the new release serves. */
  readonly switched: pulumi.Resource;

  constructor(
    private readonly name: string,
    private readonly args: NginxArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Nginx", name, {}, opts);
    this.url = `http://${args.bind === "0.0.0.0" ? "localhost" : args.bind}:${args.port}`;
    const container = this.createContainer(this.createVolume());
    this.container = container.name;
    this.switched = this.switchTo(container);
    this.registerOutputs({ url: this.url, container: this.container });
  }

  /** Holds the servers that are live, so that they survive a new container. A folder: a mounted file keeps its old inode. */
  private createVolume(): docker.Volume {
    const { host } = this.args;
    return new docker.Volume(
      `${this.name}-live`,
      { name: `${host.prefix}-${this.name}`, labels: host.labels(this.name) },
      { parent: this, provider: host.provider },
    );
  }

  private createContainer(live: docker.Volume): docker.Container {
    const { host, image, memory = 128, cpus, bind, port: external } = this.args;
    return new docker.Container(
      this.name,
      {
        ...hardened({ host, service: this.name, role: "edge", memory, cpus }),
        name: `${host.prefix}-${this.name}`,
        image,
        user: "nginx",
        entrypoints: ["/bin/sh", "-c", start],
        envs: [`MAIN_CONFIG=${mainConfig}`],
        volumes: [{ volumeName: live.name, containerPath: "/etc/nginx/live" }],
        tmpfs: { "/tmp": "" },
        capabilities: onlyCapabilities(),
        ports: [{ internal: port, external, ip: bind }],
        networksAdvanced: [{ name: host.network, aliases: ["nginx"] }],
        healthcheck: healthcheck({
          command: httpProbe({ port: statusPort, path: "/" }),
          interval: 10,
          timeout: 5,
          retries: 3,
          startPeriod: 10,
        }),
        destroyGraceSeconds: 30,
        stopTimeout: 30,
      },
      // Its name and port are fixed: without this, a replacement that replaceOnChanges asks for would be made beside the old one.
      { parent: this, provider: host.provider, replaceOnChanges, deleteBeforeReplace: true },
    );
  }

  private switchTo(container: docker.Container): pulumi.Resource {
    const { host, routes, verify, maxBodyMiB = 20 } = this.args;
    const upstreams = routes.map(({ path, to, stripPath = false }) =>
      pulumi
        .output(to.addresses[0] ?? "")
        .apply((address) => ({ path, stripPath, to: { address, port: to.port ?? 80 } })),
    );
    return script(
      `${this.name}-switch`,
      {
        file: [__dirname, "switch.sh"],
        host,
        variables: {
          CONTAINER: container.name,
          CHECKS: verify.map((path) => `${path} ${httpProbe({ port, path })}`).join("\n"),
        },
        stdin: pulumi.all(upstreams).apply((found) => renderSite({ routes: found, port, maxBodyMiB })),
        triggers: [container.id],
      },
      { parent: this, dependsOn: routes.flatMap((route) => route.to.ready) },
    );
  }
}
