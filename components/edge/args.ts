import type * as pulumi from "@pulumi/pulumi";
import type { Host } from "../engine/host";
import type { WithFiles } from "./files";
import type { AccessLog, ClientLimits, Maintenance } from "./site";
import type { TlsSource } from "./tls";

/** What a route can send requests to; a {@link Service} is one. */
export interface RouteTarget {
  /** What Nginx calls it; no two targets share one. */
  name: string;
  /** Names in the stack's network, one of each replica. */
  addresses: pulumi.Input<string>[];
  /** Port that it listens on there; a service without one cannot be a target. */
  port: number | undefined;
  /** Done when each replica was seen healthy: Nginx is switched after that. */
  ready: pulumi.Resource[];
}

/** A rule of the edge: requests whose path starts with `path` go to a service, a static build, a folder, another route or elsewhere. */
export type RouteArgs = WithFiles<RouteTarget>;

/** TLS of an {@link Nginx}. On its http port all requests are then redirected to https. */
export type TlsArgs = TlsSource & {
  /** Published port for https. Default 443. */
  port?: number;
  /** HSTS for all names below those of the site too: only when each of them has a certificate. Default false. */
  hstsSubDomains?: boolean;
};

/** A folder that is put into the Nginx container, read-only, for routes with `folder`. */
export type Folder = {
  /** Absolute path in the container. */
  path: string;
} & (
  | {
      /** Name of a volume of the same engine. */
      volume: pulumi.Input<string>;
    }
  | {
      /** Absolute path on the engine's host. */
      hostPath: string;
    }
);

/** Arguments of {@link Nginx}. */
export interface NginxArgs {
  host: Host;
  /**
   * Image id of Nginx 1.26 or newer with Perl, as in all images on Debian; a self-signed certificate needs `openssl` too, which the
   * official image has.
   */
  image: pulumi.Input<string>;
  /** Published port for http. */
  port: number;
  /** Address of the host that it is published on. */
  bind: string;
  routes: RouteArgs[];
  /**
   * Paths that must answer 200 to 399 through Nginx after a switch; else the switch is undone.
   * @default none
   */
  verify?: string[];
  /** Names that the site answers to, `*.example.com` too; requests for others get 421. Default: any name. */
  serverNames?: string[];
  /** Serve over TLS. Default: http only, for networks where a proxy of yours adds TLS. */
  tls?: TlsArgs;
  /**
   * Networks of your own proxies in front of this Nginx: their X-Forwarded-For and X-Forwarded-Proto are believed. Those of all others
   * are overwritten with what Nginx sees. Default none.
   * @example ["10.0.0.0/8"]
   */
  trustedProxies?: string[];
  /** Memory limit in MiB. Half of it may hold request bodies that are being received. Default 256. */
  memory?: number;
  /** Processors' worth of time. Default 1. */
  cpus?: number;
  /** Largest request body in MiB; a larger one is answered 413. Default 20. */
  maxBodyMiB?: number;
  /** Seconds that a service may be silent before the client gets 504. Default 60. */
  timeout?: number;
  /**
   * What one client may take of the edge.
   * @default see each limit
   * @example { headSeconds: 10, connections: 200 }
   */
  limits?: Partial<ClientLimits>;
  /** Compress texts. Default true. */
  gzip?: boolean;
  /** Default `text`: one readable line a request, without its query. */
  accessLog?: AccessLog;
  /**
   * Headers on every answer, besides and instead of {@link securityHeaders}; an empty one takes a default away. A service's own
   * header of that name wins.
   * @example { "Content-Security-Policy": "default-src 'self'" }
   */
  headers?: Record<string, string>;
  /** Answer 503 with a page to everything but a few paths. Default: no maintenance. */
  maintenance?: Maintenance;
  /** Folders for routes with `folder`; a change of them replaces the container. Default none. */
  folders?: Folder[];
  /** Escape hatch: directives for the `server`, as they are. */
  snippet?: string;
}
