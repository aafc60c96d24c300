/** Where requests go: one or more names in the stack's network (the replicas of one service), and their port. */
export interface Upstream {
  /** What Nginx calls it, whatever its containers are called. */
  name: string;
  addresses: string[];
  port: number;
}

/** How long browsers and proxies may keep an answer; unset: what the service itself says. */
export type Cache =
  | "no-store"
  | "no-cache"
  | {
      /** Seconds that an answer stays fresh. */
      seconds: number;
      /** The content at this address never changes, as with names that contain a hash. Default false. */
      immutable?: boolean;
    };

/** A limit on how often one client address may ask. What is more is answered 429. */
export interface RateLimit {
  /** Requests a minute. */
  perMinute: number;
  /** Requests above the rate that are still served at once. Default 5. */
  burst?: number;
}

/** What all kinds of route have in common. */
export interface RouteBase {
  /**
   * Requests whose path starts with this; the longest `path` wins, and `/` takes what no other route does.
   * @example "/api/"
   */
  path: string;
  /** Only this very path, and before any other route. Default false. */
  exact?: boolean;
  /** Largest request body in MiB. Default: that of the site. */
  maxBodyMiB?: number;
  /** `Cache-Control` of good answers. Default: what the service says. */
  cache?: Cache;
  /**
   * How often one client may ask, for logins and callbacks. It counts for all spellings that an application may take for the path: another
   * case, a slash behind it, encoded characters. Default: no limit.
   */
  rateLimit?: RateLimit;
  /**
   * Escape hatch: directives for the route's `location`, as they are. One `add_header` or `proxy_set_header` in it replaces all
   * that the site sets, which is how Nginx inherits them.
   */
  snippet?: string;
}

/** Requests go to a service. `To` is an {@link Upstream}, or what a component takes for one. */
export interface ProxyRoute<To = Upstream> extends RouteBase {
  to: To;
  /** Take `path`, which then ends with a slash, away before the service sees the request. Default: it sees the whole path. */
  stripPath?: boolean;
  /** Put this in place of `path` before the service sees the request. Default: it sees the path as it came. */
  rewriteTo?: string;
  /** Let a client turn its connection into a WebSocket, which may then be silent for an hour. Default false. */
  websocket?: boolean;
  /** Seconds that the service may be silent before the client gets 504. Default: that of the site; WebSockets 3600. */
  timeout?: number;
}

/** Requests are treated as if `rewriteTo` stood in place of `path`: another route answers them. */
export interface RewriteRoute extends RouteBase {
  rewriteTo: string;
}

/** Requests get the files of a folder in the Nginx container. */
export interface FolderRoute extends RouteBase {
  /** Absolute path of the folder that stands in place of `path`; `path` ends with a slash. */
  folder: string;
  /** A release may put another in its place: by this name it is looked up when a request comes, and Nginx need not be reloaded. Default: it stays. */
  switched?: string;
  /** What is not a file gets the folder's index.html: the page itself finds its way. Default false: 404. */
  spa?: boolean;
}

/** Requests are sent elsewhere. */
export interface RedirectRoute extends RouteBase {
  /** Path or http(s) address in place of `path`; what follows `path`, and the query, is kept. */
  redirectTo: string;
  /** 301 and 308 are for good, 302 and 307 for now; the last two of each keep the method. Default 301. */
  status?: 301 | 302 | 307 | 308;
}

/** One rule of the edge: which requests go where. */
export type Route<To = Upstream> = ProxyRoute<To> | RewriteRoute | FolderRoute | RedirectRoute;

/** Everything but a few paths is answered 503 with a page. */
export interface Maintenance {
  /** Paths that are served all the same: requests that start with one of them. Default none. */
  allow?: string[];
  /** The page, as HTML of at most 3,000 bytes. Default: a sentence in English and Chinese. */
  page?: string;
  /** Seconds after which clients should ask again. Default 300. */
  retryAfter?: number;
}

/** How the site is served over TLS. */
export interface SiteTls {
  /** Path in the container of one PEM file with the certificate, its chain and its key. */
  file: string;
  /** Port of the host that clients reach it on; only for the redirect from http. */
  port: number;
  /** HSTS for all names below those of the site too. */
  hstsSubDomains: boolean;
}

/**
 * One line of the access log for every request: `text` or `json`, both without queries, in which tokens travel; or a format of Nginx's own
 * variables; false: no log.
 */
export type AccessLog = "text" | "json" | { format: string } | false;

/** What one client may take of the edge. */
export interface ClientLimits {
  /**
   * Seconds for the head of a request, from its first byte to its last.
   * @default 15
   */
  headSeconds: number;
  /**
   * Seconds that a client may be silent while it sends a body; not for the whole body.
   * @default 30
   */
  bodySeconds: number;
  /**
   * Seconds that a client may take nothing of an answer; not for the whole answer.
   * @default 30
   */
  answerSeconds: number;
  /**
   * KiB of one line of a request's head, and of one header; four of them at most.
   * @default 8
   */
  headKiB: number;
  /**
   * Requests and WebSockets of one address at the same time; what is more is answered 429. Many people can share an address.
   * @default 1000
   */
  connections: number;
}

/** What the edge serves. */
export interface Site {
  routes: Route[];
  /** Names that it answers to; any other name gets 421. Empty: any name. */
  serverNames: string[];
  tls?: SiteTls;
  /** Networks whose X-Forwarded-For and X-Forwarded-Proto are believed. Empty: those of every client are overwritten. */
  trustedProxies: string[];
  /** Largest request body in MiB; a larger one is answered 413. */
  maxBodyMiB: number;
  /** Seconds that a service may be silent. */
  timeout: number;
  /** What one client may take of the edge. */
  limits: ClientLimits;
  gzip: boolean;
  accessLog: AccessLog;
  /** Headers on every answer, unless the service itself sends one of that name. */
  headers: Record<string, string>;
  maintenance?: Maintenance;
  /** Escape hatch: directives for the `server`, as they are. */
  snippet?: string;
}

/** Where a switch puts what is live, in the containers of the edge. */
export const live = "/etc/nginx/live";

/** Ports inside the containers: above 1024, so that Nginx needs no rights of root. Only the first two are published. */
export const ports = {
  http: 8080,
  https: 8443,
  /** Says that Nginx runs, whatever it serves. On the loopback address only. */
  status: 8081,
  /** The site without TLS, names and redirect, for the checks after a switch. On the loopback address only. */
  checks: 8082,
} as const;

/** The limits of a site that sets none. */
export const clientLimits: ClientLimits = {
  headSeconds: 15,
  bodySeconds: 30,
  answerSeconds: 30,
  headKiB: 8,
  connections: 1000,
};

/** Headers that no site should be without. */
export const securityHeaders: Record<string, string> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "SAMEORIGIN",
  "Referrer-Policy": "strict-origin-when-cross-origin",
};
