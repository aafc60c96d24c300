import type { Route } from "./site";

/**
 * Where the containers of each service are, in the form that service-addresses.js reads: a line each, its name and then addresses with
 * their port; and where the files of each static build are.
 */
export function renderUpstreams(routes: Route[]): string {
  const lines = routes.flatMap((route) => {
    if ("switched" in route) return [`${route.switched} ${route.folder}`];
    if (!("to" in route)) return [];
    const { name, addresses, port } = route.to;
    return [`${name} ${addresses.map((address) => `${address}:${port}`).join(" ")}`];
  });
  return [...new Set(lines)].sort().join("\n");
}
