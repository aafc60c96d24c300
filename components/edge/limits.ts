import type { RateLimit, Route, Site } from "./site";
import { block, escapeRegex, lines } from "./text";

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
    // The access log has them. The error log would have the query too, and be filled by the very clients that are limited.
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
 * Which route's limit a path counts against; a route that rewrites to another passes its own limit on, unless the other has one.
 * This is not the `location` that serves the path: an application may take `/Login/` for `/login`, and a limit that does not is none.
 * So case is ignored, and what follows a slash, dot or semicolon behind an exact path, and parameters of a segment
 * (`/api;a=b/login`), and (by Nginx itself) encoding and repeated slashes. Longer paths come first, with or without a limit. Servlets
 * differ in what they make of a segment `..;`: the strictest limit counts for such a path.
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
