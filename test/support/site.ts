import { clientLimits, securityHeaders, type Route, type Site } from "../../components/edge/site";

/** A site as the component fills it in, with one route to a backend unless others are given. */
export function siteWith(changes: Partial<Site> = {}): Site {
  return {
    routes: [{ path: "/", to: { name: "backend", addresses: ["backend-1a2b3c4"], port: 8000 } }],
    serverNames: [],
    trustedProxies: [],
    maxBodyMiB: 20,
    timeout: 60,
    limits: clientLimits,
    gzip: true,
    accessLog: "text",
    headers: securityHeaders,
    ...changes,
  };
}

/** The backend that tests send requests to. */
export const backend = { name: "backend", addresses: ["backend-1a2b3c4"], port: 8000 };

/** A backend with two replicas. */
export const replicas = { name: "backend", addresses: ["backend-a", "backend-b"], port: 8000 };

/** A route with what all kinds need. */
export function routeTo(changes: object): Route {
  return { path: "/api/", to: backend, ...changes };
}
