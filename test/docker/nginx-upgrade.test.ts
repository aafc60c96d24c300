import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { asLastVersion, upgrade } from "../support/last-version";
import { ask, NginxProject, serves } from "../support/nginx-project";
import { freePort } from "../support/project";
import { freshConnections, underLoad, servedButCut } from "../support/under-load";
import { openWebSocket } from "../support/websocket";

/**
 * An edge as it was made before its ports had a container of their own: Nginx runs in the container that publishes them. It stays, and
 * shares its ports. The tests follow one another.
 */
describe("docker: Nginx, an edge of an earlier version", function () {
  this.timeout(300_000);
  let nginx: NginxProject;
  let url: string;
  /** Asks for a path of its own until the new Nginx has logged it. */
  const servedByNew = async (path: string) => {
    for (let turn = 0; turn < 50; turn++) {
      assert.equal((await ask(`${url}/${path}`)).status, 200);
      const { stdout } = await run("docker", ["logs", "--tail", "50", await nginx.server()]);
      if (stdout.includes(`/${path} `)) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail("the new Nginx gets no request");
  };

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    nginx = await NginxProject.create({
      port,
      bind: "127.0.0.1",
      verify: ["/"],
      // The earlier version takes no other path.
      health: "/",
      routes: [
        { path: "/", to: "one" },
        { path: "/ws", to: "one", websocket: true },
      ],
    });
    await asLastVersion(nginx.project);
    await nginx.succeeds();
    assert.deepEqual(await nginx.servers(), []);
  });
  after(() => nginx.remove());

  it("is updated under load: its container stays, no connection is refused, a WebSocket goes on", async () => {
    const before = await nginx.inspect("--format", "{{.Id}} {{.State.StartedAt}}");
    const say = await openWebSocket(`${url}/ws`);
    upgrade(nginx.project);
    const { result: fresh, load } = await underLoad([url], () =>
      freshConnections(url, async () => {
        await nginx.succeeds();
        await servedByNew("by-the-new-one");
      }),
    );
    assert.equal(await say("still there"), "still there");
    assert.deepEqual(fresh.failed, {});
    assert.ok(fresh.good > 100, `only ${fresh.good} connections`);
    servedButCut(load);
    assert.equal(await nginx.inspect("--format", "{{.Id}} {{.State.StartedAt}}"), before);
    assert.deepEqual(await nginx.project.changes(), []);
  });

  it("serves by itself while the new Nginx is away, and gives way when it is back", async () => {
    const server = await nginx.server();
    await run("docker", ["stop", server]);
    for (let turn = 0; turn < 20; turn++) assert.equal((await ask(url)).status, 200);
    await run("docker", ["start", server]);
    await servedByNew("back-again");
  });

  it("serves by itself after a restart, and shares its ports again with the next switch", async () => {
    await run("docker", ["restart", nginx.container]);
    await serves(url);
    nginx.change({ snippet: "etag off;" });
    await nginx.succeeds();
    await servedByNew("shared-again");
  });

  it("goes back to the earlier version under load", async () => {
    await asLastVersion(nginx.project);
    nginx.change({ snippet: "location = /of-before {\n  return 204;\n}" });
    const { failed, good } = await freshConnections(url, async () => void (await nginx.succeeds()));
    assert.deepEqual(failed, {});
    assert.ok(good > 100, `only ${good} connections`);
    assert.deepEqual(await nginx.servers(), []);
    assert.equal((await ask(`${url}/of-before`)).status, 204);
  });
});
