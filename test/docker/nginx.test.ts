import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { run } from "../../operations/kernel/run";
import { ask, NginxProject, seen } from "../support/nginx-project";
import { freePort } from "../support/project";
import { webSocketEcho } from "../support/websocket";

const MiB = 1024 * 1024;

/** Every kind of route by requests through Nginx on a real engine. */
describe("docker: Nginx, requests", function () {
  this.timeout(300_000);
  let nginx: NginxProject;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const site = { port, bind: "127.0.0.1", verify: ["/api/", "/"], routes: [] };
    nginx = await NginxProject.create(site);
    const www = nginx.folder({
      "index.html": "<title>shop</title>",
      "assets/app-1a2b.js": "x".repeat(2000),
      "static/admin.css": "body {}",
    });
    nginx.change({
      folders: [{ path: "/srv/www", hostPath: www }],
      routes: [
        { path: "/api/", to: "one", websocket: false },
        { path: "/health", exact: true, to: "one" },
        { path: "/m/", to: "one", stripPath: true },
        { path: "/v1/", to: "one", rewriteTo: "/api/v1/" },
        { path: "/both/", to: "both" },
        { path: "/ws", to: "one", websocket: true },
        {
          path: "/login",
          to: "one",
          maxBodyMiB: 1,
          rateLimit: { perMinute: 1, burst: 1 },
          cache: "no-store",
        },
        { path: "/merchant/admin", rewriteTo: "/admin" },
        { path: "/static/", folder: "/srv/www/static", cache: { seconds: 3600 } },
        { path: "/assets/", folder: "/srv/www/assets", cache: { seconds: 31536000, immutable: true } },
        { path: "/old/", redirectTo: "/new/", status: 308 },
        { path: "/gone", exact: true, redirectTo: "https://example.com/" },
        { path: "/teapot", to: "one", snippet: "return 418;" },
        { path: "/", folder: "/srv/www", spa: true, cache: "no-cache" },
      ],
      snippet: "location = /server-snippet {\n  return 204;\n}",
    });
    await nginx.succeeds();
  });
  after(() => nginx.remove());

  it("sends a path to its service as it came, with its query and its own host name and port", async () => {
    const { path, headers } = await seen(`${url}/api/a%20b?x=1`);
    assert.equal(path, "/api/a%20b?x=1");
    assert.equal(headers["host"], new URL(url).host);
    assert.equal(headers["x-forwarded-proto"], "http");
    assert.match(headers["x-request-id"] ?? "", /^[0-9a-f]{32}$/);
    assert.equal(headers["connection"], "close");
  });

  it("leaves the connection of a request with a body open: a service that refuses it early must not close while Nginx sends", async () => {
    // Node.js announces no body of a GET by itself.
    const sent = { body: "x", headers: { "Content-Length": "1" } };
    for (const method of ["POST", "PUT", "GET"])
      assert.equal((await seen(`${url}/api/`, { method, ...sent })).headers["connection"], undefined, method);
  });

  it("takes an exact path and nothing below it", async () => {
    assert.equal((await seen(`${url}/health`)).path, "/health");
    assert.match((await ask(`${url}/healthy`)).body, /<title>shop/);
  });

  it("takes the path away, or puts another in its place", async () => {
    assert.equal((await seen(`${url}/m/x?y`)).path, "/x?y");
    assert.equal((await seen(`${url}/v1/x`)).path, "/api/v1/x");
  });

  it("rewrites to a path that the page itself knows, and falls back to the page", async () => {
    for (const path of ["/", "/merchant/admin/users", "/admin/users", "/any/where"]) {
      const { status, body, headers } = await ask(url + path);
      assert.deepEqual(
        [status, body, headers["content-type"]],
        [200, "<title>shop</title>", "text/html"],
        path,
      );
      assert.equal(headers["cache-control"], "no-cache");
    }
  });

  it("serves files with their kind and age, and 404 for a file that is not there", async () => {
    const { body, headers } = await ask(`${url}/static/admin.css`);
    assert.deepEqual([body, headers["content-type"]], ["body {}", "text/css"]);
    assert.equal(headers["cache-control"], "public, max-age=3600");
    const asset = await ask(`${url}/assets/app-1a2b.js`);
    assert.equal(asset.headers["cache-control"], "public, max-age=31536000, immutable");
    const missing = await ask(`${url}/assets/none.js`);
    assert.deepEqual([missing.status, missing.headers["cache-control"]], [404, undefined]);
  });

  it("redirects a tree with the rest and the query, and one page", async () => {
    const tree = await ask(`${url}/old/a%0d%0ab?c=d`);
    assert.deepEqual([tree.status, tree.headers.location], [308, "/new/a%0d%0ab?c=d"]);
    const page = await ask(`${url}/gone?x=1`);
    assert.deepEqual([page.status, page.headers.location], [301, "https://example.com/?x=1"]);
  });

  it("lets a connection become a WebSocket where asked, and nowhere else", async () => {
    assert.equal(await webSocketEcho(`${url}/ws`, "hello"), "hello");
    await assert.rejects(webSocketEcho(`${url}/api/`, "hello"), /answered 200/);
  });

  it("accepts a body of 20 MiB, and answers 413 to one of 21 and to one above a route's own limit", async () => {
    const post = (path: string, size: number) =>
      ask(url + path, { method: "POST", body: Buffer.alloc(size), headers: { Expect: "100-continue" } });
    const accepted = await post("/api/", 20 * MiB);
    assert.equal((JSON.parse(accepted.body) as { size: number }).size, 20 * MiB);
    assert.equal((await post("/api/", 21 * MiB)).status, 413);
    assert.equal((await post("/login", 2 * MiB)).status, 413);
  });

  it("hands over the client's address, and not one that the client claims", async () => {
    const { stdout: gateway } = await run("docker", [
      "inspect",
      "--format",
      "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}",
      nginx.container,
    ]);
    const headers = {
      "X-Forwarded-For": "203.0.113.7",
      "X-Real-IP": "203.0.113.7",
      "X-Forwarded-Proto": "https",
      "X-Forwarded-Host": "x",
    };
    const { headers: found } = await seen(`${url}/api/`, { headers });
    assert.equal(found["x-forwarded-for"], gateway);
    assert.equal(found["x-real-ip"], gateway);
    assert.equal(found["x-forwarded-proto"], "http");
    assert.equal(found["x-forwarded-host"], new URL(url).host);
  });

  it("adds security headers, gives way to the service's own, and hides its version", async () => {
    const { headers } = await ask(`${url}/nothing`);
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "SAMEORIGIN");
    assert.equal(headers["referrer-policy"], "strict-origin-when-cross-origin");
    assert.equal(headers["server"], "nginx");
    const own = (await ask(`${url}/api/own-headers`)).headers;
    assert.deepEqual([own["x-frame-options"], own["cache-control"]], ["DENY", "private"]);
    assert.equal(own["strict-transport-security"], undefined);
    assert.equal((await ask(`${url}/login/own-headers`)).headers["cache-control"], "no-store");
    assert.equal((await ask(`${url}/assets/none.js`)).headers["x-frame-options"], "SAMEORIGIN");
  });

  it("answers 429 to a client that asks too often", async () => {
    const found = [];
    for (let turn = 0; turn < 4; turn++) found.push((await ask(`${url}/login`)).status);
    assert.equal(found.at(-1), 429, String(found));
    assert.equal((await ask(`${url}/api/`)).status, 200);
  });

  it("compresses texts for clients that ask for it", async () => {
    const { headers, body } = await ask(`${url}/api/long`, { headers: { "Accept-Encoding": "gzip" } });
    assert.deepEqual([headers["content-encoding"], headers["vary"]], ["gzip", "Accept-Encoding"]);
    assert.match(gunzipSync(Buffer.from(body, "latin1")).toString(), /lorem ipsum/);
    assert.equal((await ask(`${url}/api/long`)).headers["content-encoding"], undefined);
  });

  it("takes directives as they are, in a route and in the server", async () => {
    assert.equal((await ask(`${url}/teapot`)).status, 418);
    assert.equal((await ask(`${url}/server-snippet`)).status, 204);
  });

  it("logs a line a request, with the client's address", async () => {
    await ask(`${url}/api/logged`);
    await new Promise((done) => setTimeout(done, 300));
    const { stdout } = await run("docker", ["logs", "--tail", "20", await nginx.server()]);
    assert.match(stdout, /^\d+\.\d+\.\d+\.\d+ \[[^\]]+\] "GET \/api\/logged HTTP\/1\.1" 200 /m);
  });

  it("shares requests among replicas, does without one that is away, and finds it again at another address", async () => {
    const names = async () => {
      const found = [];
      for (let turn = 0; turn < 20; turn++) found.push((await seen(`${url}/both/`)).name);
      return [...new Set(found)].sort();
    };
    assert.deepEqual(await names(), ["one", "two"]);
    const [two = ""] = (await nginx.project.onEngine("container")).filter((name) => name.includes("-two-"));
    const network = `proxy-system-${nginx.project.stack}`;
    const format = `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`;
    const address = async () => (await run("docker", ["inspect", "--format", format, two])).stdout;
    const before = await address();
    await run("docker", ["stop", "--time", "1", two]);
    assert.deepEqual(await names(), ["one"]);
    // Another container takes the address that it had.
    const holder = `${two}-holder`;
    const idle = ["local/python:3.13-slim", "sleep", "60"];
    await run("docker", [
      "run",
      "--detach",
      "--rm",
      "--init",
      "--name",
      holder,
      "--network",
      network,
      ...idle,
    ]);
    try {
      await run("docker", ["start", two]);
      assert.notEqual(await address(), before);
      // Nginx remembers for 2 s that the name had no address.
      await new Promise((done) => setTimeout(done, 3000));
      assert.deepEqual(await names(), ["one", "two"]);
    } finally {
      await run("docker", ["rm", "--force", holder], { reject: false });
    }
  });
});
