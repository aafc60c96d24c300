import { BlockList, isIP } from "node:net";
import { maintenancePage } from "./config";
import { routeMistakes } from "./route-mistakes";
import type { Site } from "./site";
import { path, positive, show, snippetMistakes } from "./values";

/** A site and the ports of the host that it is published on. */
export type PublishedSite = Site & {
  /** Port for http. */
  port: number;
};

/** Everything that is wrong with a site, a line each, before anything is changed; empty when it can be rendered. */
export function siteMistakes(site: PublishedSite): string[] {
  return [
    ...portMistakes(site),
    ...site.serverNames
      .filter((name) => !serverName.test(name))
      .map((name) => `serverNames: ${show(name)} is not a name such as www.example.com`),
    ...repeated(site.serverNames).map((name) => `serverNames: ${name} is listed twice`),
    ...site.trustedProxies
      .filter((network) => !isNetwork(network))
      .map((network) => `trustedProxies: ${show(network)} is not a network such as 10.0.0.0/8`),
    ...(site.routes.length === 0 ? ["routes: none is given"] : []),
    ...repeated(site.routes.map(({ path, exact }) => `${exact ? "= " : ""}${path}`)).map(
      (path) => `routes: two have the path ${path}`,
    ),
    ...site.routes.flatMap((route) => routeMistakes(route)),
    ...positive("maxBodyMiB", site.maxBodyMiB),
    ...positive("timeout", site.timeout),
    ...Object.entries({ ...site.limits }).flatMap(([name, value]) => positive(`limits.${name}`, value)),
    ...Object.entries(site.headers).flatMap(headerMistakes),
    ...maintenanceMistakes(site),
    ...snippetMistakes("snippet", site.snippet),
    ...(typeof site.accessLog === "object" && !/^[^\n]+$/.test(site.accessLog.format)
      ? ["accessLog.format: is not one line"]
      : []),
  ];
}

const serverName = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

function portMistakes({ port, tls }: PublishedSite): string[] {
  const claimed: [string, number | undefined][] = [
    ["port", port],
    ["tls.port", tls?.port],
  ];
  const mistakes = claimed
    .filter(([, value]) => value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= 65535))
    .map(([name, value]) => `${name}: ${value} is not a port from 1 to 65535`);
  if (tls?.port === port) mistakes.push(`tls.port: ${port} is claimed by http too`);
  return mistakes;
}

function maintenanceMistakes({ maintenance }: Site): string[] {
  if (!maintenance) return [];
  const mistakes = (maintenance.allow ?? [])
    .filter((allowed) => !path.test(allowed))
    .map((allowed) => `maintenance.allow: ${show(allowed)} is not a path`);
  // Nginx reads no longer word in its configuration.
  if (Buffer.byteLength(maintenancePage(maintenance)) > 3000)
    mistakes.push("maintenance.page: is longer than 3,000 bytes");
  if (maintenance.page?.trim() === "") mistakes.push("maintenance.page: is empty");
  return [...mistakes, ...positive("maintenance.retryAfter", maintenance.retryAfter ?? 1)];
}

function headerMistakes([name, value]: [string, string]): string[] {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return [`headers: ${show(name)} is not a header's name`];
  if (!/^[^\p{Cc}]*$/u.test(value))
    return [`headers.${name}: its value has a line break or another control character`];
  return [];
}

export function repeated(values: string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

/** A network in the notation of RFC 4632, or one address. */
function isNetwork(text: string): boolean {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return false;
  if (length === undefined) return true;
  try {
    new BlockList().addSubnet(address, Number(length), family === 4 ? "ipv4" : "ipv6");
    return true;
  } catch {
    return false;
  }
}
