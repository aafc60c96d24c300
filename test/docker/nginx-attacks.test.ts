import assert from "node:assert/strict";
import { connect } from "node:net";
import { clientLimits, type Route } from "../../components/edge/site";
import { makeCertificate } from "../support/certificates";
import { echo, NginxAlone } from "../support/nginx-alone";
import { siteWith } from "../support/site";

/** What an attacker puts behind the path of a redirect, in the hope that a browser leaves the site. */
const hostile = [
  "/evil.example",
  "//evil.example",
  "///evil.example/%2e%2e",
  "\\evil.example",
  "/\\evil.example",
  "\\/evil.example",
  "%5cevil.example",
  "%2fevil.example",
  "/%2fevil.example",
  "%2f%2fevil.example",
  "@evil.example",
  ":pass@evil.example",
  ".evil.example",
  "-evil.example",
  ":81",
  "?@evil.example",
  "#@evil.example",
  ";@evil.example",
  "%0d%0aLocation:%20//evil.example",
  "%09/evil.example",
  "./\\evil.example",
  "..//evil.example",
  "../..//evil.example",
  "%2e%2e//evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "\xe3\x80\x82evil.example",
  "",
];

/** Paths of redirects, and the host that each may lead to. */
const redirects: [path: string, redirectTo: string, host: string][] = [
  ["/old/", "/", "site.example"],
  ["/older", "/", "site.example"],
  ["/tree/", "/new/", "site.example"],
  ["/page", "/new", "site.example"],
  ["/bare/", "https://good.example", "good.example"],
  ["/bare2", "https://good.example", "good.example"],
  ["/port/", "http://good.example:8080", "good.example:8080"],
  ["/slash/", "https://good.example/", "good.example"],
  ["/deep/", "https://good.example/deep", "good.example"],
];

describe("docker: Nginx, what attackers send", function () {
  this.timeout(60_000);

  describe("redirects", () => {
    let nginx: NginxAlone;
    before(async () => {
      const routes: Route[] = [
        ...redirects.map(([path, redirectTo]) => ({ path, redirectTo })),
        { path: "/exact", exact: true, redirectTo: "https://good.example" },
        { path: "/v1", to: echo, rewriteTo: "/" },
        { path: "/strip/", to: echo, stripPath: true },
        { path: "/again", rewriteTo: "/" },
        { path: "/", to: echo },
      ];
      nginx = await NginxAlone.start(siteWith({ routes }));
    });
    after(() => nginx.remove());

    for (const [path, redirectTo, host] of redirects)
      it(`${path} → ${redirectTo} never leads elsewhere`, async () => {
        const asked = [path, `/${path}`, path.replace(/\/?$/, "/"), path.replace("/", "/x/../")];
        for (const start of asked)
          for (const rest of hostile) {
            const { status, location } = await nginx.ask("http", `GET ${start}${rest} HTTP/1.1`);
            if (status === 400 || location === undefined) continue;
            assert.equal(new URL(location, "http://site.example").host, host, `${start}${rest}: ${location}`);
            assert.doesNotMatch(location, /^[/\\]{2}/, `${start}${rest}`);
          }
      });

    it("a page with its query stays on its host", async () => {
      const { location = "" } = await nginx.ask("http", "GET /exact?@evil.example HTTP/1.1");
      assert.equal(location, "https://good.example/?@evil.example");
    });

    it("keeps what follows the path, and the query", async () => {
      for (const [asked, location] of [
        ["/old/a/b?c=d", "/a/b?c=d"],
        ["/older/a", "/a"],
        ["/tree/a%20b", "/new/a%20b"],
        ["/bare/a?b", "https://good.example/a?b"],
        ["/bare2", "https://good.example/"],
      ])
        assert.equal((await nginx.ask("http", `GET ${asked} HTTP/1.1`)).location, location);
    });

    it("a service is never asked for what it could take for another host", async () => {
      for (const start of ["/v1", "/v1/", "/strip/", "/again", "/again/"])
        for (const rest of hostile) {
          const { status, body } = await nginx.ask("http", `GET ${start}${rest} HTTP/1.1`);
          if (status === 200) assert.doesNotMatch(body, /^\/([/\\]|%5c)/i, `${start}${rest}`);
        }
    });
  });

  describe("a site with names", () => {
    let nginx: NginxAlone;
    before(async () => {
      const { certificate, key } = makeCertificate(["site.example"]);
      const tls = { file: "/etc/nginx/live/tls-1.pem", port: 443, hstsSubDomains: false };
      const site = siteWith({ tls, serverNames: ["site.example"], routes: [{ path: "/", to: echo }] });
      nginx = await NginxAlone.start(site, { "tls-1.pem": `${certificate}\n${key}` });
    });
    after(() => nginx.remove());

    it("answers 421 to every other name, over http and https", async () => {
      for (const host of [
        "evil.example",
        "site.example.evil.example",
        "127.0.0.1",
        "",
        "_",
        "a@site.example",
      ]) {
        const http = await nginx.ask("http", "GET /x HTTP/1.1", `Host: ${host}`);
        const https = await nginx.askAs("site.example", "GET /x HTTP/1.1", `Host: ${host}`);
        for (const { status, body } of [http, https]) {
          assert.ok(status === 421 || (status === 400 && !/^[\w.]+$/.test(host)), `${host}: ${status}`);
          assert.doesNotMatch(body, /Welcome/);
        }
      }
    });

    it("serves its own, and redirects to it only", async () => {
      assert.equal((await nginx.ask("https", "GET /x HTTP/1.1")).status, 200);
      const { location } = await nginx.ask("http", "GET //evil.example HTTP/1.1");
      assert.equal(location, "https://site.example//evil.example");
    });
  });

  it("a site over TLS without names redirects to a name or address only", async () => {
    const { certificate, key } = makeCertificate(["site.example"]);
    const tls = { file: "/etc/nginx/live/tls-1.pem", port: 443, hstsSubDomains: false };
    const nginx = await NginxAlone.start(siteWith({ tls }), { "tls-1.pem": `${certificate}\n${key}` });
    try {
      for (const host of ["good@evil.example", "good#x", "good?x", "good\\evil.example"]) {
        const { status, location } = await nginx.ask("http", "GET /x HTTP/1.1", `Host: ${host}`);
        assert.ok([400, 421].includes(status), `${host}: ${status} ${location}`);
      }
      for (const host of ["site.example", "127.0.0.1", "my_host", "[::1]"])
        assert.equal(
          (await nginx.ask("http", "GET /x HTTP/1.1", `Host: ${host}:80`)).location,
          `https://${host}/x`,
        );
    } finally {
      await nginx.remove();
    }
  });

  describe("limits", () => {
    let nginx: NginxAlone;
    before(async () => {
      const login = { perMinute: 1, burst: 2 };
      const routes: Route[] = [
        { path: "/api/auth/login", exact: true, to: echo, rateLimit: login },
        { path: "/api/", to: echo, stripPath: true },
        { path: "/account/", to: echo, rateLimit: login },
        { path: "/account/pictures/", to: echo },
        { path: "/signin", rewriteTo: "/api/auth/login" },
        { path: "/slow/", to: echo, snippet: "limit_rate 200;" },
        { path: "/", to: echo },
      ];
      const limits = { ...clientLimits, headSeconds: 2, connections: 3 };
      nginx = await NginxAlone.start(siteWith({ routes, limits }));
    });
    after(() => nginx.remove());

    it("of a login hold for whatever an application takes for it", async () => {
      const spellings = [
        "/api/auth/login",
        "/api/auth/login/",
        "/api/auth/login//",
        "/API/Auth/LOGIN",
        "/api/auth/LOGIN/",
        "//api//auth///login",
        "/api/auth/%6cogin",
        "/api/auth/x/../login",
        "/api/auth/login%2f",
        "/api/auth/login;a=b",
        "/api/auth/login.json",
        "/api/auth/login?x=1",
        "/signin",
        "/signin?x=1",
      ];
      const found: number[] = [];
      for (const path of spellings) found.push((await nginx.ask("http", `POST ${path} HTTP/1.1`)).status);
      assert.deepEqual(found.slice(0, 3), [200, 200, 200]);
      const served = spellings.slice(3).filter((_, at) => found[at + 3] !== 429);
      assert.deepEqual(served, [], "these pass the limit");
    });

    it("of a route do not hold for a longer one, nor for any other", async () => {
      for (let turn = 0; turn < 6; turn++) {
        assert.equal((await nginx.ask("http", "GET /account/pictures/1 HTTP/1.1")).status, 200);
        assert.equal((await nginx.ask("http", "GET /api/auth/logout HTTP/1.1")).status, 200);
      }
      const found: number[] = [];
      for (let turn = 0; turn < 6; turn++)
        found.push((await nginx.ask("http", `GET /Account/${turn} HTTP/1.1`)).status);
      assert.ok(found.includes(429), String(found));
    });

    it("the log has no query, in which tokens travel", async () => {
      await nginx.ask(
        "http",
        "GET /seen?token=hunter2 HTTP/1.1",
        "Referer: https://site.example/a?code=hunter2",
      );
      await new Promise((done) => setTimeout(done, 300));
      const logs = await nginx.logs();
      assert.match(logs, /"GET \/seen HTTP\/1\.1" 200 .*"https:\/\/site\.example\/a"/);
      assert.doesNotMatch(logs, /hunter2/);
    });

    it("a client that says nothing is not waited for", async () => {
      const begin = Date.now();
      const socket = connect(nginx.http, "127.0.0.1");
      socket.write("GET / HTTP/1.1\r\nHost: site.example\r\nX-Slow: ");
      await new Promise((done) => socket.on("close", done).on("error", done).resume());
      assert.ok(Date.now() - begin < 15_000, "closed soon after 2 s");
    });

    it("one address cannot take all connections", async () => {
      const path = `/slow/${"x".repeat(1000)}`;
      const found = await Promise.all(
        Array.from({ length: 6 }, () => nginx.ask("http", `GET ${path} HTTP/1.1`)),
      );
      const statuses = found.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [200, 200, 200, 429, 429, 429]);
    });

    it("of open files are those that its connections need, whatever the engine gives", async () => {
      const { stdout } = await nginx.asRoot(
        'for each in /proc/[0-9]*; do if grep -q "^nginx: worker" "$each/cmdline"; then cat "$each/limits"; fi; done',
      );
      assert.match(stdout, /Max open files +16384 /);
    });

    it("can be set, moved and taken away while Nginx runs, also those of the last version", async () => {
      const last =
        "limit_req_zone $binary_remote_addr zone=limit_0:1m rate=60r/m;\n" +
        "server {\n  listen 8080;\n  location / {\n    limit_req zone=limit_0;\n    return 204;\n  }\n}\n";
      const limited = { path: "/", to: echo, rateLimit: { perMinute: 1, burst: 1 } };
      const sites = [
        last,
        siteWith({ routes: [limited] }),
        siteWith({ routes: [{ path: "/x/", to: echo }, limited] }),
        siteWith({ routes: [{ path: "/", to: echo }] }),
      ];
      for (const site of sites) await nginx.reload(site);
      await new Promise((done) => setTimeout(done, 1000));
      assert.doesNotMatch(await nginx.logs(), /\[(emerg|alert)\]/);
      assert.equal((await nginx.ask("http", "GET /still HTTP/1.1")).body, "/still");
    });
  });
});
