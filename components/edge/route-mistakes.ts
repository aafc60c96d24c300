import { say } from "../../messages/say";
import type { FolderRoute, ProxyRoute, RedirectRoute, Route } from "./site";
import { path, positive, show, snippetMistakes } from "./values";
import { isPort } from "../engine/port";

/** Everything that is wrong with one route, a line each. */
export function routeMistakes(route: Route): string[] {
  const texts = say().edge.route;
  const found = path.test(route.path) ? [] : [texts.path(show(route.path))];
  const kinds = ["to", "folder", "redirectTo"].filter((kind) => kind in route);
  if (kinds.length > 1) found.push(texts.manyWays(kinds));
  if (kinds.length === 0 && !("rewriteTo" in route)) found.push(texts.noWay);
  if ("to" in route) found.push(...proxyMistakes(route));
  else if ("folder" in route) found.push(...folderMistakes(route));
  else if ("redirectTo" in route) found.push(...redirectMistakes(route));
  if ("rewriteTo" in route && route.rewriteTo !== undefined) found.push(...rewriteMistakes(route));
  found.push(...limitMistakes(route), ...snippetMistakes(route.snippet));
  return found.map((mistake) => texts.of({ path: route.path, exact: route.exact === true, mistake }));
}

function proxyMistakes({ to, path, exact, stripPath, rewriteTo, timeout }: ProxyRoute): string[] {
  const texts = say().edge.route;
  const found: string[] = [];
  // Programs that are not type-checked can name a service that they never made.
  if (!to?.addresses?.length || to.addresses.some((address) => !/^[A-Za-z0-9._-]+$/.test(address ?? "")))
    found.push(texts.noService);
  else if (!/^[A-Za-z0-9._-]+$/.test(to.name)) found.push(texts.serviceName(show(to.name)));
  else if (!isPort(to.port)) found.push(say().edge.mistake.port({ argument: "to", value: to.port }));
  if (stripPath && rewriteTo !== undefined) found.push(texts.twoChanges);
  if (stripPath && !exact && !path.endsWith("/")) found.push(texts.stripNeedsSlash);
  return timeout === undefined ? found : [...found, ...positive("timeout", timeout)];
}

/** `/static` with a folder would serve `/static../secret` too, hence the slash. */
function folderMistakes({ path: from, exact, folder }: FolderRoute): string[] {
  const texts = say().edge.route;
  const found = path.test(folder) ? [] : [texts.folder(show(folder))];
  if (exact || !from.endsWith("/")) found.push(texts.folderNeedsSlash);
  return found;
}

function redirectMistakes({ redirectTo, status = 301 }: RedirectRoute): string[] {
  const texts = say().edge.route;
  const found: string[] = [];
  if (!path.test(redirectTo.replace(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(?=\/|$)/, "") || "/"))
    found.push(texts.redirectTo(show(redirectTo)));
  if (![301, 302, 307, 308].includes(status)) found.push(texts.status(String(status)));
  return found;
}

function rewriteMistakes(route: Route & { rewriteTo?: string }): string[] {
  const { rewriteTo = "", path: from } = route;
  const { mistake, route: texts } = say().edge;
  if (!path.test(rewriteTo)) return [mistake.notPath({ argument: "rewriteTo", value: show(rewriteTo) })];
  if (!("to" in route) && !route.exact && rewriteTo.startsWith(from))
    return [texts.endless({ to: rewriteTo, from })];
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
