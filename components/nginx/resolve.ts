import * as pulumi from "@pulumi/pulumi";
import type { NginxArgs, RouteArgs, RouteTarget } from "./args";
import { siteMistakes } from "./mistakes";
import { securityHeaders, type Route, type Site } from "./site";
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
export function nginxMistakes(args: NginxArgs, now = new Date()): string[] {
  // What an address will be does not matter here, only that there will be one.
  const routes = args.routes.map((route) => withAddresses(route, ["a-service"]));
  const site = siteOf(args, routes, "");
  return [
    ...siteMistakes({ ...site, port: args.port }),
    ...(args.tls ? sourceMistakes(args.tls, site.serverNames, now) : []),
  ];
}

/** The routes with the addresses of their services, once these are known. */
export function resolvedRoutes(routes: RouteArgs[]): pulumi.Output<Route[]> {
  return pulumi.all(
    routes.map((route) =>
      "to" in route
        ? pulumi.all(route.to.addresses).apply((addresses) => withAddresses(route, addresses))
        : pulumi.output<Route>(route),
    ),
  );
}

function withAddresses(route: RouteArgs, addresses: string[]): Route {
  if (!("to" in route)) return route;
  // Programs that are not type-checked can name a service that they never made.
  const target = route.to as RouteTarget | undefined;
  return { ...route, to: { addresses: target ? addresses : [], port: target?.port ?? 0 } };
}
