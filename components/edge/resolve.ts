import * as pulumi from "@pulumi/pulumi";
import { say } from "../../messages/say";
import type { NginxArgs, RouteArgs, RouteTarget } from "./args";
import { liveFolder, type FilesRoute } from "./files";
import { requestPathMistake } from "../workload/http-probe";
import { repeated, siteMistakes } from "./mistakes";
import { clientLimits, securityHeaders, type Route, type Site } from "./site";
import { sourceMistakes } from "./tls";

/** The site that arguments describe, with every default filled in. */
export function siteOf(args: NginxArgs, routes: Route[], certificateFile: string): Site {
  const { tls, maintenance, snippet } = args;
  const headers = Object.entries({ ...securityHeaders, ...args.headers }).filter(([, value]) => value !== "");
  return {
    routes,
    serverNames: args.serverNames ?? [],
    trustedProxies: args.trustedProxies ?? [],
    maxBodyMiB: args.maxBodyMiB ?? 20,
    timeout: args.timeout ?? 60,
    limits: { ...clientLimits, ...args.limits },
    gzip: args.gzip ?? true,
    accessLog: args.accessLog ?? "text",
    headers: Object.fromEntries(headers),
    ...(tls && {
      tls: { file: certificateFile, port: tls.port ?? 443, hstsSubDomains: tls.hstsSubDomains ?? false },
    }),
    ...(maintenance && { maintenance }),
    ...(snippet !== undefined && { snippet }),
  };
}

/**
 * Everything that is wrong with the arguments of an {@link Nginx}, a line each, before anything is changed. The component refuses them
 * itself; a program that wants to name the mistakes of all its components at once asks here first.
 */
export function nginxMistakes(args: NginxArgs): string[] {
  // What an address will be does not matter here, only that there will be one.
  const routes = args.routes.map((route) =>
    "files" in route ? withFolder(route, route.files.folder) : withAddresses(route, ["a-service"]),
  );
  const site = siteOf(args, routes, "");
  const targets = new Set(
    args.routes.flatMap((route) => ("to" in route ? [route.to as RouteTarget | undefined] : [])),
  );
  const texts = say().edge.mistake;
  return [
    ...siteMistakes({ ...site, port: args.port }),
    ...(args.verify ?? []).flatMap((path) => {
      const mistake = requestPathMistake(path);
      return mistake === undefined ? [] : [texts.verify(mistake)];
    }),
    ...repeated([...targets].flatMap((target) => target?.name ?? [])).map(texts.serviceTwice),
    ...(args.tls ? sourceMistakes(args.tls, site.serverNames, args.host.world.now()) : []),
  ];
}

/** The routes with the addresses of their services and the folders of their static builds, once these are known. */
export function resolvedRoutes(routes: RouteArgs[], live: string): pulumi.Output<Route[]> {
  return pulumi.all(
    routes.map((route) => {
      if ("files" in route) {
        const { image, folder } = route.files;
        return pulumi.output(image).apply((id) => withFolder(route, liveFolder(live, id, folder)));
      }
      return "to" in route
        ? pulumi.all(route.to.addresses).apply((addresses) => withAddresses(route, addresses))
        : pulumi.output<Route>(route);
    }),
  );
}

/** Without `files`, and with where they lie in its place. */
function withFolder(route: FilesRoute, folder: string): Route {
  return Object.fromEntries([
    ...Object.entries(route).filter(([key]) => key !== "files"),
    ["folder", folder],
    ["switched", `files:${route.path}`],
  ]) as unknown as Route;
}

function withAddresses(route: Route<RouteTarget>, addresses: string[]): Route {
  if (!("to" in route)) return route;
  // Programs that are not type-checked can name a service that they never made.
  const target = route.to as RouteTarget | undefined;
  const { name = "", port = 0 } = target ?? {};
  return { ...route, to: { name, addresses: target ? addresses : [], port } };
}
