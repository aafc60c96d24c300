import { BlockList, isIP } from "node:net";
import { say } from "../../messages/say";
import { maintenancePage } from "./config";
import { routeMistakes } from "./route-mistakes";
import type { Site } from "./site";
import { path, positive, show, snippetMistakes } from "./values";
import { isPort } from "../engine/port";

/** A site and the ports of the host that it is published on. */
export type PublishedSite = Site & {
  /** Port for http. */
  port: number;
};

/** Everything that is wrong with a site, a line each, before anything is changed; empty when it can be rendered. */
export function siteMistakes(site: PublishedSite): string[] {
  const { mistake } = say().edge;
  return [
    ...portMistakes(site),
    ...site.serverNames
      .filter((name) => !serverName.test(name))
      .map((name) => mistake.serverName(show(name))),
    ...repeated(site.serverNames).map(mistake.serverNameTwice),
    ...site.trustedProxies
      .filter((network) => !isNetwork(network))
      .map((network) => mistake.proxy(show(network))),
    ...(site.routes.length === 0 ? [mistake.noRoute] : []),
    ...repeated(site.routes.map(({ path, exact }) => `${exact ? "= " : ""}${path}`)).map(mistake.pathTwice),
    ...site.routes.flatMap((route) => routeMistakes(route)),
    ...positive("maxBodyMiB", site.maxBodyMiB),
    ...positive("timeout", site.timeout),
    ...Object.entries({ ...site.limits }).flatMap(([name, value]) => positive(`limits.${name}`, value)),
    ...Object.entries(site.headers).flatMap(headerMistakes),
    ...maintenanceMistakes(site),
    ...snippetMistakes(site.snippet),
    ...(typeof site.accessLog === "object" && !/^[^\n]+$/.test(site.accessLog.format)
      ? [mistake.logFormat]
      : []),
  ];
}

const serverName = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

function portMistakes({ port, tls }: PublishedSite): string[] {
  const { mistake } = say().edge;
  const claimed: [string, number | undefined][] = [
    ["port", port],
    ["tls.port", tls?.port],
  ];
  const mistakes = claimed.flatMap(([argument, value]) =>
    value === undefined || isPort(value) ? [] : [mistake.port({ argument, value })],
  );
  if (tls?.port === port) mistakes.push(mistake.portOfHttp(port));
  return mistakes;
}

function maintenanceMistakes({ maintenance }: Site): string[] {
  if (!maintenance) return [];
  const { mistake } = say().edge;
  const mistakes = (maintenance.allow ?? [])
    .filter((allowed) => !path.test(allowed))
    .map((allowed) => mistake.notPath({ argument: "maintenance.allow", value: show(allowed) }));
  // Nginx reads no longer word in its configuration.
  if (Buffer.byteLength(maintenancePage(maintenance)) > 3000) mistakes.push(mistake.pageTooLong);
  if (maintenance.page?.trim() === "") mistakes.push(mistake.pageEmpty);
  return [...mistakes, ...positive("maintenance.retryAfter", maintenance.retryAfter ?? 1)];
}

function headerMistakes([name, value]: [string, string]): string[] {
  const { mistake } = say().edge;
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name)) return [mistake.headerName(show(name))];
  if (!/^[^\p{Cc}]*$/u.test(value)) return [mistake.headerValue(name)];
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
