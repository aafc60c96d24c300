import type { RateLimit, Route, Site } from "./site";
import { block, escapeRegex, lines } from "./text";

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

/** The limits of a site that sets none. */
export const clientLimits: ClientLimits = {
  headSeconds: 15,
  bodySeconds: 30,
  answerSeconds: 30,
  headKiB: 8,
  connections: 1000,
};

/** Limits of all servers: those of the head count before it is known which site a client wants. */
export function renderLimits({ limits, routes }: Site): string {
  return lines(
    `client_header_timeout ${limits.headSeconds}s;`,
    `client_body_timeout ${limits.bodySeconds}s;`,
    `send_timeout ${limits.answerSeconds}s;`,
    "reset_timedout_connection on;",
    `large_client_header_buffers 4 ${limits.headKiB}k;`,
    "limit_conn_zone $binary_remote_addr zone=connections:4m;",
    `limit_conn connections ${limits.connections};`,
    "limit_conn_status 429;\nlimit_req_status 429;",
    // The access log has them. The error log would have the query too, and be filled by whoever is limited.
    "limit_conn_log_level info;\nlimit_req_log_level info;",
    rates(routes),
  );
}

/** Limits of the site's own server. A rate counts before a route changes the path, and wherever the request goes then. */
export function renderServerLimits({ routes }: Site): string {
  const limited = routes.flatMap(({ rateLimit }, index) => (rateLimit ? [{ rateLimit, index }] : []));
  return lines(
    "set $path_asked_for $uri;",
    ...limited.map(({ rateLimit, index }) => limitRequests(rateLimit, index)),
  );
}

function limitRequests({ burst = 5 }: RateLimit, index: number): string {
  return `limit_req zone=rate_${index} burst=${burst} nodelay;`;
}

/**
 * Which route's limit a path counts for; that of a route that hands over to another, for what it hands over unless it has a limit itself. Not which `location` it gets: an application may take `/Login/` for `/login`, and a limit that
 * does not is none. So paths are held against limits without regard to case, to what stands behind a slash, dot or semicolon that
 * follows an exact path, to parameters of a segment (`/api;a=b/login`), and (by Nginx itself) to encoding and repeated slashes. Longer paths come
 * first, with or without a limit. Where a segment is `..;` nobody knows what servlets make of the path: the strictest limit counts.
 */
function rates(routes: Route[]): string {
  const ordered = routes
    .map((route, index) => ({ route, index }))
    .sort((a, b) => b.route.path.length - a.route.path.length || exactness(b.route) - exactness(a.route));
  const limited = ordered.filter(({ route }) => route.rateLimit);
  const [strictest] = limited
    .map(({ route, index }) => ({ rate: route.rateLimit?.perMinute ?? 0, index }))
    .sort((a, b) => a.rate - b.rate);
  if (!strictest) return "";
  return lines(
    block(
      "map $path_asked_for $rate_of",
      `"~/\\.\\.?;" "${strictest.index}";`,
      ...ordered.map(({ route, index }) => `"${pattern(route)}" "${route.rateLimit ? index : ""}";`),
      'default "";',
    ),
    ...limited.map(({ route, index }) =>
      lines(
        block(`map $rate_of $rate_${index}`, `${index} $binary_remote_addr;`, 'default "";'),
        `limit_req_zone $rate_${index} zone=rate_${index}:1m rate=${route.rateLimit?.perMinute}r/m;`,
      ),
    ),
  );
}

const exactness = ({ exact }: Route) => (exact ? 1 : 0);

function pattern({ path, exact, rateLimit }: Route): string {
  if (!rateLimit) return `~^${escapeRegex(path)}${exact ? "$" : ""}`;
  if (path === "/") return exact ? "~^/([.;]|$)" : "~^/";
  const bare = path.replace(/\/$/, "").slice(1);
  const start = `~*^/${bare.split("/").map(escapeRegex).join("(;[^/]*)?/")}`;
  if (exact) return `${start}([/.;]|$)`;
  return path.endsWith("/") ? `${start}([/;]|$)` : start;
}
