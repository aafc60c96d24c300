import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hardened, healthcheck, onlyCapabilities, replaceOnChanges } from "../workload/container";
import { nodeProgram } from "../engine/node-program";
import { encoded, httpProbe, pathProbe } from "../workload/http-probe";
import type { Folder, NginxArgs } from "./args";
import type { CertificateFacts } from "./certificate";
import { renderSite } from "./config";
import { handOverFiles } from "./files";
import { createHolder, doors, type Holder } from "./holder";
import type { SwitchJob } from "./jobs/job";
import { mainConfig } from "./main";
import { nginxMistakes, resolvedRoutes, siteOf } from "./resolve";
import { live, ports } from "./site";
import { renderUpstreams } from "./upstreams";
import { liveCertificate, refuse, type LiveCertificate } from "./tls";

export type { FilesRoute, StaticFiles } from "./files";
export type { Folder, NginxArgs, RouteArgs, RouteTarget, TlsArgs } from "./args";
export { nginxMistakes } from "./resolve";

/**
 * The edge. One container holds the published ports and never changes but with them; another, which takes them from it, is Nginx. A new
 * Nginx runs beside the old one until it is verified. Where requests go is changed by a switch: render, `nginx -t`, reload, verify through
 * Nginx, and back to the old configuration when that fails.
 *
 * @throws UserError naming every mistake in the arguments
 * @example
 * new Nginx("nginx", {
 *   host, image: nginxImage.id, port: 80, bind: "0.0.0.0",
 *   tls: { certificateFile: "/etc/ssl/site.pem", keyFile: "/etc/ssl/site.key" },
 *   routes: [
 *     { path: "/api/", to: backend },
 *     { path: "/merchant/admin", rewriteTo: "/admin" },
 *     { path: "/", files: { image: merchant.id, folder: "/srv/www" }, spa: true },
 *   ],
 *   verify: ["/api/health", "/"],
 * });
 */
export class Nginx extends pulumi.ComponentResource {
  /** Address that a browser opens. */
  readonly url: string;
  /** Name of the container that Nginx runs in; another one after each change of its image, memory or folders. */
  readonly container: pulumi.Output<string>;
  /** How it is asked from inside its container, as a client from outside would ask: at the container that holds the ports. */
  readonly inside: { scheme: "http" | "https"; address: string; port: number; host: string };
  /** Depend on this to run after the new release serves. */
  readonly switched: pulumi.Resource;
  /** When the certificate ends, and in how many days; below 30 days every run warns. Undefined without TLS. */
  readonly certificate: pulumi.Output<CertificateFacts> | undefined;

  constructor(
    private readonly name: string,
    private readonly args: NginxArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("web-systems:index:Nginx", name, {}, opts);
    refuse(nginxMistakes(args));
    this.url = address(args);
    this.inside = {
      scheme: args.tls ? "https" : "http",
      address: `${args.host.prefix}-${name}`,
      port: args.tls ? ports.https : ports.http,
      host: siteName(args),
    };
    const volume = this.createVolume();
    const holder = createHolder(name, args, volume, this);
    const container = this.createContainer(volume, holder);
    this.container = container.name;
    const certificate = this.handOverCertificate(container);
    this.certificate = certificate?.facts;
    args.host.running[name] = [this.container];
    this.switched = this.switchTo(holder.container, container, certificate, this.handOverFiles(container));
    this.registerOutputs({
      url: this.url,
      container: this.container,
      ...(certificate && { certificate: certificate.facts }),
    });
  }

  /** Whether a path is served: what is answered with the maintenance page cannot be verified. */
  serves(path: string): boolean {
    const { maintenance } = this.args;
    return !maintenance || (maintenance.allow ?? []).some((start) => path.startsWith(start));
  }

  /** Holds what is live, so that it survives a new container. A folder: a mounted file keeps its old inode. */
  private createVolume(): docker.Volume {
    const { host } = this.args;
    return new docker.Volume(
      `${this.name}-live`,
      { name: `${host.prefix}-${this.name}`, labels: host.labels(this.name) },
      { parent: this, provider: host.provider },
    );
  }

  private createContainer(volume: docker.Volume, { doorMount }: Holder): docker.Container {
    const { host, image, memory = 256, cpus, folders = [] } = this.args;
    return new docker.Container(
      `${this.name}-server`,
      {
        ...hardened({ host, service: this.name, role: "edge", memory, cpus }),
        image,
        user: "nginx",
        entrypoints: ["/bin/sh", "-c", text("start.sh"), "start.sh", text("run.pl"), live, ...doors],
        envs: [`MAIN_CONFIG=${mainConfig}`, `UPSTREAMS_MODULE=${text("service-addresses.js")}`],
        volumes: [{ volumeName: volume.name, containerPath: live }, doorMount, ...folders.map(mount)],
        // Bodies wait here, in memory: too many at once get errors, where an unlimited one would have Nginx killed.
        tmpfs: { "/tmp": `size=${Math.floor(memory / 2)}m` },
        capabilities: onlyCapabilities(),
        networksAdvanced: [{ name: host.network }],
        healthcheck: healthcheck({
          command: `[ ! -e /tmp/without-site ] && ${httpProbe({ port: ports.status, path: "/" }).command}`,
          interval: 10,
          timeout: 5,
          retries: 3,
          startPeriod: 10,
        }),
        destroyGraceSeconds: 30,
        stopTimeout: 30,
        // One that exits at once is the switch's to report, with its log.
        mustRun: false,
      },
      { parent: this, provider: host.provider, deleteBeforeReplace: false, replaceOnChanges },
    );
  }

  private handOverCertificate(container: docker.Container): LiveCertificate | undefined {
    const { host, tls: source, serverNames: names = [] } = this.args;
    if (!source) return undefined;
    const triggers = [container.id];
    return liveCertificate(this.name, { host, source, names, container: container.name, triggers }, this);
  }

  private handOverFiles(container: docker.Container): pulumi.Resource[] {
    const args = { host: this.args.host, container: container.name, triggers: [container.id] };
    return handOverFiles(this.name, live, this.args.routes, args, this);
  }

  private switchTo(
    holder: docker.Container,
    container: docker.Container,
    certificate: LiveCertificate | undefined,
    files: pulumi.Resource[],
  ): pulumi.Resource {
    const { host, routes, verify = [] } = this.args;
    const found = resolvedRoutes(routes, live);
    const file = certificate?.file ?? pulumi.output("");
    const site = pulumi
      .all([found, file])
      .apply(([resolved, name]) => renderSite(siteOf(this.args, resolved, `${live}/${name}`)));
    const checks = verify.filter((path) => this.serves(path));
    const upstreams = found.apply(renderUpstreams);
    // Written by who records releases, before the job runs.
    const releaseFile = `${live}/release.next`;
    return nodeProgram<SwitchJob>(
      `${this.name}-switch`,
      {
        file: [__dirname, "jobs/switch-main"],
        host,
        job: pulumi
          .all([container.name, holder.name, site, upstreams])
          .apply(([nginx, ports, text, addresses]) => ({
            ...{ container: nginx, holder: ports, site: text, upstreams: addresses, releaseFile },
            ...{ checks: checks.map(encoded), probe: checkProbe },
          })),
        // Who watches the candidates looks for what is switched to, and who records releases for where to write.
        shown: { CONTAINER: container.name, RELEASE_FILE: releaseFile, UPSTREAMS: upstreams },
        triggers: [container.id, holder.id],
      },
      {
        parent: this,
        dependsOn: [
          ...routes.flatMap((route) => ("to" in route ? route.to.ready : [])),
          ...(certificate ? [certificate.handedOver] : []),
          ...files,
        ],
      },
    );
  }
}

/** Asks where only the checks of a switch ask. */
const checkProbe = pathProbe(ports.checks);

/** A file beside this one. */
const text = (name: string) => readFileSync(join(__dirname, name), "utf8");

function address({ tls, port, ...args }: NginxArgs): string {
  const name = siteName({ ...args, port });
  return tls ? `https://${name}:${tls.port ?? 443}` : `http://${name}:${port}`;
}

function siteName({ bind, serverNames = [] }: NginxArgs): string {
  return serverNames.find((found) => !found.startsWith("*")) ?? (bind === "0.0.0.0" ? "localhost" : bind);
}

function mount(folder: Folder): docker.types.input.ContainerVolume {
  const from = "volume" in folder ? { volumeName: folder.volume } : { hostPath: folder.hostPath };
  return { ...from, containerPath: folder.path, readOnly: true };
}
