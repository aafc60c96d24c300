import type { Cache, FolderRoute, ProxyRoute, RedirectRoute, RewriteRoute, Route } from "./site";
import { block, escapeRegex, lines } from "./text";

/** Renders one route as a `location`; `index` tells its variables and zones from those of other routes. */
export function renderLocation(route: Route, index: number): string {
  const head = `location ${route.exact ? "= " : ""}${route.path}`;
  const main = block(head, common(route), kind(route, index), route.snippet?.trim());
  return "to" in route && route.to.addresses.length > 1 ? `${main}\n\n${spare(route, index)}` : main;
}

function kind(route: Route, index: number): string {
  if ("to" in route) return proxy(route, index);
  if ("folder" in route) return folder(route);
  if ("redirectTo" in route) return redirect(route);
  return handOver(route);
}

function common({ maxBodyMiB, cache }: Route): string {
  return lines(
    maxBodyMiB !== undefined && `client_max_body_size ${maxBodyMiB}m;`,
    cache !== undefined && `set $cache_control "${cacheControl(cache)}";`,
  );
}

/**
 * An upstream stands in a variable: which container it is comes from a file when a request comes (service-addresses.js), so a release
 * changes that file and not this configuration. Its address is looked up then too: a container that came back with another one after a
 * restart is found again, and Nginx starts while a service is away. An `upstream` block would do neither before Nginx 1.27.3.
 */
function proxy(route: ProxyRoute, index: number): string {
  const { to, stripPath, rewriteTo, websocket, timeout, cache } = route;
  const several = to.addresses.length > 1;
  const seconds = timeout ?? (websocket ? 3600 : undefined);
  return lines(
    `set $service ${to.name};`,
    websocket && "set $websocket 1;",
    (stripPath || rewriteTo !== undefined) && rewrite(route, rewriteTo ?? "/", " break"),
    "proxy_pass http://$upstream;",
    seconds !== undefined && `proxy_read_timeout ${seconds}s;\nproxy_send_timeout ${seconds}s;`,
    // One of these in a location replaces those of the server, hence both.
    cache !== undefined && "proxy_hide_header Cache-Control;\nproxy_hide_header Strict-Transport-Security;",
    several && `error_page 502 504 = @spare_${index};`,
  );
}

/** Where a request goes whose replica does not answer: to the next one, if asking twice does no harm. */
function spare({ timeout }: ProxyRoute, index: number): string {
  return block(
    `location @spare_${index}`,
    "if ($request_method !~ ^(GET|HEAD)$) {\n  return 502;\n}",
    "proxy_pass http://$spare_upstream;",
    timeout !== undefined && `proxy_read_timeout ${timeout}s;`,
  );
}

/**
 * What follows the path, as a group of a regular expression. In place of a path that ends with a slash no further one may come first: a
 * browser takes `//name` for another host, and a backslash for a slash. Nginx would read `\\\\` in its configuration as one, hence the code.
 */
const rest = (target: string) => (target.endsWith("/") ? "[/\\x5c]*(.*)" : "(.*)");

function rewrite({ path, exact }: Route, to: string, flag: "" | " break" | " last"): string {
  return exact
    ? `rewrite ^${escapeRegex(path)}$ ${to}${flag};`
    : `rewrite ^${escapeRegex(path)}${rest(to)}$ ${to}$1${flag};`;
}

/** Another route answers, whose limit counts then: what leads to a login is limited as the login is. */
function handOver(route: RewriteRoute): string {
  if (route.rateLimit) return rewrite(route, route.rewriteTo, " last");
  return lines(rewrite(route, route.rewriteTo, ""), "set $path_asked_for $uri;");
}

/** The folder of a static build stands in a file, as the address of a service does: see {@link proxy}. */
function folder({ path, folder, switched, spa }: FolderRoute): string {
  return lines(
    switched !== undefined && `set $service "${switched}";`,
    // Its links were looked at when it was handed over; a folder that others write may get a link to anything at any time.
    switched !== undefined && "disable_symlinks off;",
    switched === undefined ? `alias ${folder.replace(/\/*$/, "/")};` : "alias $files_folder/;",
    // The last but one is tried as a file: a missing page is 404 and not an endless chain of internal redirects.
    spa && `try_files $uri ${path}index.html =404;`,
  );
}

/** The rest of the path is taken from the raw request line: a decoded one could smuggle line breaks into the header. */
function redirect({ path, exact, redirectTo, status = 301 }: RedirectRoute): string {
  // Without a slash what follows would go on with the name of the host: https://good.example@evil.example
  const target = /^https?:\/\/[^/]*$/.test(redirectTo) ? `${redirectTo}/` : redirectTo;
  if (exact) return `return ${status} ${target}$is_args$args;`;
  return lines(
    block(`if ($request_uri ~ ^${escapeRegex(path)}${rest(target)}$)`, `return ${status} ${target}$1;`),
    `return ${status} ${target};`,
  );
}

function cacheControl(cache: Cache): string {
  if (typeof cache === "string") return cache;
  return `public, max-age=${cache.seconds}${cache.immutable ? ", immutable" : ""}`;
}
