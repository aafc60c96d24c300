import type { FolderRoute, ProxyRoute, RedirectRoute, Route } from "./site";
import { path, positive, show, snippetMistakes } from "./values";

/** Everything that is wrong with one route, a line each. */
export function routeMistakes(route: Route): string[] {
  const found = path.test(route.path) ? [] : [`path: ${show(route.path)} is not a path such as /api/`];
  const kinds = ["to", "folder", "redirectTo"].filter((kind) => kind in route);
  if (kinds.length > 1) found.push(`it has ${kinds.join(" and ")}: requests can go one way only`);
  if (kinds.length === 0 && !("rewriteTo" in route))
    found.push("it goes nowhere; fix: add `to`, `folder` or `redirectTo`");
  if ("to" in route) found.push(...proxyMistakes(route));
  else if ("folder" in route) found.push(...folderMistakes(route));
  else if ("redirectTo" in route) found.push(...redirectMistakes(route));
  if ("rewriteTo" in route && route.rewriteTo !== undefined) found.push(...rewriteMistakes(route));
  found.push(...limitMistakes(route), ...snippetMistakes("snippet", route.snippet));
  return found.map((mistake) => `route ${route.exact ? "= " : ""}${route.path}: ${mistake}`);
}

function proxyMistakes({ to, path, exact, stripPath, rewriteTo, timeout }: ProxyRoute): string[] {
  const found: string[] = [];
  // Programs that are not type-checked can name a service that they never made.
  if (!to?.addresses?.length || to.addresses.some((address) => !/^[A-Za-z0-9._-]+$/.test(address ?? "")))
    found.push("to: is not a service of this program");
  else if (!/^[A-Za-z0-9._-]+$/.test(to.name)) found.push(`to: ${show(to.name)} is not a service's name`);
  else if (!(to.port >= 1 && to.port <= 65535)) found.push(`to: ${to.port} is not a port from 1 to 65535`);
  if (stripPath && rewriteTo !== undefined)
    found.push("stripPath and rewriteTo: the path can be changed one way only");
  if (stripPath && !exact && !path.endsWith("/")) found.push("stripPath: needs a path that ends with /");
  return timeout === undefined ? found : [...found, ...positive("timeout", timeout)];
}

/** `/static` with a folder would serve `/static../secret` too, hence the slash. */
function folderMistakes({ path: from, exact, folder }: FolderRoute): string[] {
  const found = path.test(folder) ? [] : [`folder: ${show(folder)} is not an absolute path`];
  if (exact || !from.endsWith("/")) found.push("folder: needs a path that ends with / and is not exact");
  return found;
}

function redirectMistakes({ redirectTo, status = 301 }: RedirectRoute): string[] {
  const found: string[] = [];
  if (!path.test(redirectTo.replace(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(?=\/|$)/, "") || "/"))
    found.push(`redirectTo: ${show(redirectTo)} is neither a path nor an http(s) address`);
  if (![301, 302, 307, 308].includes(status))
    found.push(`status: ${String(status)} is not 301, 302, 307 or 308`);
  return found;
}

function rewriteMistakes(route: Route & { rewriteTo?: string }): string[] {
  const { rewriteTo = "", path: from } = route;
  if (!path.test(rewriteTo)) return [`rewriteTo: ${show(rewriteTo)} is not a path`];
  if (!("to" in route) && !route.exact && rewriteTo.startsWith(from))
    return [`rewriteTo: ${rewriteTo} is below ${from}, so this route would take it again, for ever`];
  return [];
}

function limitMistakes({ maxBodyMiB, rateLimit, cache }: Route): string[] {
  return [
    ...(maxBodyMiB === undefined ? [] : positive("maxBodyMiB", maxBodyMiB)),
    ...(rateLimit === undefined ? [] : positive("rateLimit.perMinute", rateLimit.perMinute)),
    ...(rateLimit?.burst === undefined ? [] : positive("rateLimit.burst", rateLimit.burst)),
    ...(typeof cache === "object" ? positive("cache.seconds", cache.seconds) : []),
  ];
}
