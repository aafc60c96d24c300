import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { ask, NginxProject, seen, serves } from "../support/nginx-project";
import { freePort } from "../support/project";
import { freshConnections, underLoad, servedButCut } from "../support/under-load";
import { openWebSocket } from "../support/websocket";

/** What a change of the arguments does to a running Nginx, and what a bad one does not. The tests follow one another. */
describe("docker: Nginx, changes", function () {
  this.timeout(300_000);
  let nginx: NginxProject;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    nginx = await NginxProject.create({
      port,
      bind: "127.0.0.1",
      verify: ["/api/", "/"],
      routes: [
        { path: "/", to: "one" },
        { path: "/api/", to: "one" },
        { path: "/health", exact: true, to: "one" },
        { path: "/ws", to: "one", websocket: true },
      ],
      snippet: "location = /server-snippet {\n  return 204;\n}",
    });
    await nginx.succeeds();
  });
  after(() => nginx.remove());

  it("has nothing to do when nothing was edited", async () => {
    assert.deepEqual(await nginx.project.changes(), []);
  });

  it("another memory limit under load: a new Nginx beside the old one, no connection refused, a WebSocket goes on", async () => {
    const [before, holder] = [await nginx.server(), await nginx.inspect("--format", "{{.Id}}")];
    const say = await openWebSocket(`${url}/ws`);
    nginx.change({ memory: 200 });
    const { result: fresh, load } = await underLoad([`${url}/health`], () =>
      freshConnections(`${url}/health`, async () => {
        const update = nginx.succeeds();
        while ((await nginx.named()) === (await hostname(before)))
          await new Promise((done) => setTimeout(done, 100));
        assert.equal(await say("still there"), "still there");
        await update;
      }),
    );
    assert.deepEqual(fresh.failed, {});
    assert.ok(fresh.good > 100, `only ${fresh.good} connections`);
    servedButCut(load);
    assert.equal(await nginx.inspect("--format", "{{.Id}}"), holder);
    assert.deepEqual((await nginx.servers()).includes(before), false);
    assert.equal(await nginx.named(), await hostname(await nginx.server()));
    assert.deepEqual(await nginx.project.changes(), []);
  });

  it("both containers of the edge are restarted at once, as with the engine: it serves again", async () => {
    await run("docker", ["restart", nginx.container, await nginx.server()]);
    await serves(`${url}/health`);
    await run("docker", ["restart", nginx.container]);
    await serves(`${url}/health`);
  });

  it("a snippet that Nginx refuses: its message, and the old configuration serves", async () => {
    const before = await nginx.live();
    nginx.change({ snippet: "no_such_directive on;" });
    await nginx.fails(/nginx -t refuses the new configuration/, /unknown directive "no_such_directive"/);
    assert.equal(await nginx.live(), before);
    assert.equal((await ask(`${url}/server-snippet`)).status, 204);
  });

  it("an answer that is not good after the switch: switched back", async () => {
    const before = await nginx.live();
    nginx.change({ snippet: "", verify: ["/api/?a=1&b='$HOME;c", "/broken?a=1&true;b='"] });
    const routes = [{ path: "/broken", to: "one", snippet: "return 500;" }, ...nginx.site.routes];
    nginx.change({ snippet: "etag on;", routes });
    await nginx.fails(
      // Whatever a shell would make of the path, it is what was asked for.
      /\/broken\?a=1&true;b=' does not answer well through Nginx/,
      /the old configuration was put back/,
    );
    assert.equal(await nginx.live(), before);
    assert.equal((await ask(`${url}/server-snippet`)).status, 204);
  });

  it("mistakes in the arguments: all of them named, and nothing changed", async () => {
    const before = await nginx.live();
    const [, ...routes] = nginx.site.routes;
    nginx.change({
      routes: [...routes, { path: "/", to: "one" }, { path: "/nowhere", to: "unknown" }],
      trustedProxies: ["10.0.0.0/99"],
      snippet: " ",
      verify: ["/api/"],
    });
    await nginx.fails(
      /Nginx has 4 mistakes/,
      /routes: two have the path \//,
      /\/nowhere: to: is not a service/,
      /"10\.0\.0\.0\/99" is not a network/,
      /snippet: is empty/,
    );
    assert.equal(await nginx.live(), before);
    nginx.change({ routes, trustedProxies: [], snippet: "etag on;" });
    await nginx.succeeds();
  });

  it("maintenance: one switch, 503 with a page for all but the paths that were named, and back", async () => {
    nginx.change({ maintenance: { allow: ["/health"], page: "<p>back at 5, for $5</p>", retryAfter: 120 } });
    assert.deepEqual(
      [...new Set((await nginx.project.changes()).map((change) => change.split(" ")[1]))],
      ["nginx-switch"],
    );
    await nginx.succeeds();
    for (const [path, method] of [
      ["/", "GET"],
      ["/assets/app.js", "GET"],
      ["/api/", "POST"],
    ] as const) {
      const { status, headers, body } = await ask(url + path, { method });
      assert.deepEqual([status, body], [503, "<p>back at 5, for $5</p>"], path);
      assert.deepEqual(
        [headers["retry-after"], headers["content-type"]],
        ["120", "text/html; charset=utf-8"],
      );
    }
    assert.equal((await seen(`${url}/health`)).path, "/health");
    delete nginx.site.maintenance;
    nginx.change({});
    await nginx.succeeds();
    assert.equal((await ask(url)).status, 200);
  });

  it("believes a configured proxy, back to the last address that no proxy vouches for", async () => {
    nginx.change({ trustedProxies: ["172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8"] });
    await nginx.succeeds();
    const headers = {
      "X-Forwarded-For": "198.51.100.1, 203.0.113.7, 10.1.2.3",
      "X-Forwarded-Proto": "https",
    };
    const { headers: found } = await seen(`${url}/api/trusted`, { headers });
    assert.equal(found["x-forwarded-for"], "203.0.113.7");
    assert.equal(found["x-forwarded-proto"], "https");
    await new Promise((done) => setTimeout(done, 300));
    const { stdout } = await run("docker", ["logs", "--tail", "5", await nginx.server()]);
    assert.match(stdout, /^203\.0\.113\.7 .*\/api\/trusted/m);
  });

  it("answers to its own names only", async () => {
    nginx.change({ serverNames: ["shop.example"], trustedProxies: [] });
    await nginx.succeeds();
    assert.equal((await ask(`${url}/health`)).status, 421);
    assert.equal((await ask(`${url}/health`, { headers: { Host: "shop.example" } })).status, 200);
  });

  it("a live file that a new container cannot read: it runs, is not healthy, and the next switch serves again", async () => {
    const break_ = "printf 'no_such_directive on;' >/etc/nginx/live/site.conf";
    await run("docker", ["exec", "-u", "0", await nginx.server(), "sh", "-c", break_]);
    await run("docker", ["restart", await nginx.server()]);
    await assert.rejects(ask(url, { signal: AbortSignal.timeout(3000) }));
    assert.equal((await nginx.inNginx("test", "-e", "/tmp/without-site")).exitCode, 0);
    const { stdout, stderr } = await run("docker", ["logs", "--tail", "5", await nginx.server()]);
    assert.match(stdout + stderr, /nothing is served until the next switch.*no_such_directive/s);
    // Slow, so that it is loaded while the container still changes over to the published ports.
    await run("docker", ["update", "--cpus", "0.1", await nginx.server()]);
    const paths = Array.from({ length: 3000 }, (_, n) => `location = /${n} { return 204; }\n`);
    nginx.change({ snippet: `etag off;\n${paths.join("")}` });
    await nginx.succeeds();
    assert.equal((await ask(`${url}/health`, { headers: { Host: "shop.example" } })).status, 200);
    assert.notEqual((await nginx.inNginx("test", "-e", "/tmp/without-site")).exitCode, 0);
  });
});

/** What a container calls itself in the live folder. */
async function hostname(container: string): Promise<string> {
  return (await run("docker", ["inspect", "--format", "{{.Config.Hostname}}", container])).stdout;
}
