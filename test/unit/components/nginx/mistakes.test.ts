import assert from "node:assert/strict";
import { siteMistakes, type PublishedSite } from "../../../../components/edge/mistakes";
import { nginxMistakes, type NginxArgs } from "../../../../components/edge/nginx";
import { clientLimits, type Route } from "../../../../components/edge/site";
import { backend, routeTo, siteWith } from "../../../support/site";

const tls = { file: "x.pem", port: 443, hstsSubDomains: false };
const published = (changes: object): PublishedSite => ({ ...siteWith(), port: 80, ...changes });
const route = (changes: object): object => ({ routes: [routeTo(changes)] });
const only = (bare: object): object => ({ routes: [bare as Route] });

const cases: [what: string, changes: object, mistake: string | RegExp][] = [
  [
    "two routes with one path",
    { routes: [routeTo({ path: "/a/" }), routeTo({ path: "/a/" })] },
    "routes: two have the path /a/",
  ],
  ["no route", { routes: [] }, "routes: at least one is required"],
  [
    "a path without a slash",
    route({ path: "api/" }),
    /^route api\/: path: "api\/" is not a path; write one such as/,
  ],
  ["a path that ends the location", route({ path: "/a {} #" }), /is not a path; write one such as/],
  ["a path with a variable", route({ path: "/$host" }), /is not a path; write one such as/],
  ["a path with two dots", route({ path: "/a/../b" }), /is not a path; write one such as/],
  ["a route to nothing", only({ path: "/a/" }), /^route \/a\/: it goes nowhere; fix: add `to`/],
  ["a route to two things", route({ folder: "/srv" }), /it has to and folder: requests can go one way only/],
  [
    "a route to an unknown service",
    route({ to: undefined }),
    "route /api/: to: is not a service of this program",
  ],
  [
    "a service without replicas",
    route({ to: { addresses: [], port: 1 } }),
    /is not a service of this program/,
  ],
  [
    "a service without a name",
    route({ to: { ...backend, name: "a b;" } }),
    'route /api/: to: "a b;" is not a service\'s name',
  ],
  ["a service's port out of range", route({ to: { ...backend, port: 70000 } }), /70000 is not a port/],
  ["two ways to change a path", route({ stripPath: true, rewriteTo: "/x/" }), /one way only/],
  [
    "a path to strip that is no folder",
    route({ path: "/api", stripPath: true }),
    /needs a path that ends with \//,
  ],
  [
    "a rewrite that never ends",
    only({ path: "/a", rewriteTo: "/a/b" }),
    /would match it again, in an endless loop/,
  ],
  ["a rewrite to no path", only({ path: "/a", rewriteTo: "b" }), /rewriteTo: "b" is not a path/],
  [
    "a folder below no slash",
    only({ path: "/static", folder: "/srv" }),
    /folder: needs a path that ends with \//,
  ],
  ["a relative folder", only({ path: "/static/", folder: "srv" }), /folder: "srv" is not an absolute path/],
  [
    "a redirect nowhere",
    only({ path: "/a", redirectTo: "ftp://x" }),
    /neither a path nor an http\(s\) address/,
  ],
  [
    "a redirect of another kind",
    only({ path: "/a", redirectTo: "/b", status: 200 }),
    /status: 200 is not 301/,
  ],
  [
    "an empty snippet of a route",
    route({ snippet: " \n" }),
    /^route \/api\/: snippet: is empty; fix: remove it/,
  ],
  ["an empty snippet of the site", { snippet: "" }, "snippet: is empty; fix: remove it"],
  [
    "a body limit of nothing",
    route({ maxBodyMiB: 0 }),
    /maxBodyMiB: expected a whole number greater than 0, found 0/,
  ],
  [
    "a site's body limit of nothing",
    { maxBodyMiB: 0.5 },
    "maxBodyMiB: expected a whole number greater than 0, found 0.5",
  ],
  [
    "a limit of nothing",
    { limits: { ...clientLimits, connections: 0 } },
    "limits.connections: expected a whole number greater than 0, found 0",
  ],
  ["a timeout of nothing", route({ timeout: 0 }), /timeout: expected a whole number greater than 0, found 0/],
  [
    "a rate of nothing",
    route({ rateLimit: { perMinute: 0 } }),
    /rateLimit.perMinute: expected a whole number greater than 0, found 0/,
  ],
  [
    "a cache of nothing",
    route({ cache: { seconds: -1 } }),
    /cache.seconds: expected a whole number greater than 0, found -1/,
  ],
  ["a port out of range", { port: 0 }, "port: 0 is not a port from 1 to 65535"],
  ["a port claimed twice", { port: 443, tls }, "tls.port: 443 is already used for http"],
  ["a name with a blank", { serverNames: ["a b"] }, /^serverNames: "a b" is not a server name/],
  ["a name twice", { serverNames: ["a.b", "a.b"] }, "serverNames: a.b is listed twice"],
  [
    "a proxy that is no network",
    { trustedProxies: ["10.0.0.0/33"] },
    /^trustedProxies: "10.0.0.0\/33" is not a network/,
  ],
  ["a proxy by name", { trustedProxies: ["proxy"] }, /^trustedProxies: "proxy" is not a network/],
  ["a header's name with a blank", { headers: { "X Y": "1" } }, `headers: "X Y" is not a header's name`],
  ["a header with a line break", { headers: { X: "1\r\nY: 2" } }, /^headers\.X: its value has a line break/],
  ["a maintenance path", { maintenance: { allow: ["health"] } }, `maintenance.allow: "health" is not a path`],
  ["a long maintenance page", { maintenance: { page: "x".repeat(3001) } }, /is longer than 3,000 bytes/],
  ["an empty maintenance page", { maintenance: { page: " " } }, "maintenance.page: is empty"],
  ["a log format of two lines", { accessLog: { format: "a\nb" } }, "accessLog.format: must be a single line"],
];

describe("nginx: bad input, found before anything changes", () => {
  for (const [what, changes, mistake] of cases)
    it(what, () => {
      const found = siteMistakes(published(changes));
      assert.equal(found.length, 1, found.join("\n"));
      if (typeof mistake === "string") assert.equal(found[0], mistake);
      else assert.match(found[0] ?? "", mistake);
    });

  it("finds nothing wrong with what is right", () => {
    const routes = [
      routeTo({ path: "/api/" }),
      routeTo({ path: "/api/", exact: true }),
      { path: "/merchant/admin", rewriteTo: "/admin" },
      { path: "/static/", folder: "/srv/static/", cache: { seconds: 60, immutable: true } },
      { path: "/旧/", redirectTo: "https://example.com:8443/new/" },
      { path: "/home", redirectTo: "https://example.com" },
    ] as Route[];
    const networks = ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"];
    assert.deepEqual(
      siteMistakes(
        published({ routes, serverNames: ["*.example.com", "localhost"], trustedProxies: networks, tls }),
      ),
      [],
    );
  });

  it("names all mistakes of the component's arguments at once, and none for a service that has yet to get its name", () => {
    const args = {
      host: { world: { now: () => new Date("2030-01-01") } },
      port: 80,
      routes: [{ path: "/", to: { name: "backend", addresses: [undefined], port: 8000 } }],
      tls: { certificate: "none", key: "none" },
      trustedProxies: ["x"],
    } as unknown as NginxArgs;
    assert.deepEqual(nginxMistakes(args), [
      `trustedProxies: "x" is not a network; write one such as 10.0.0.0/8`,
      "tls: the certificate is not PEM (-----BEGIN CERTIFICATE-----)",
      "tls: the key is not a private key in PEM",
    ]);
    assert.match(
      nginxMistakes({ ...args, routes: [{ path: "/", to: undefined as never }] })[1] ?? "",
      /not a service/,
    );
  });

  it("looks at the route of a static build as at one with a folder", () => {
    const args = (route: object) =>
      ({ port: 80, routes: [route], trustedProxies: [] }) as unknown as NginxArgs;
    const files = { image: "sha256:1", folder: "/srv/www" };
    assert.deepEqual(nginxMistakes(args({ path: "/", files, spa: true })), []);
    assert.deepEqual(nginxMistakes(args({ path: "/app", files: { ...files, folder: "www" } })), [
      `route /app: folder: "www" is not an absolute path`,
      "route /app: folder: needs a path that ends with / and is not exact",
    ]);
    const both = { path: "/", files, to: { addresses: ["x"], port: 80 } };
    assert.match(nginxMistakes(args(both)).join(), /it has to and folder: requests can go one way only/);
  });
});
