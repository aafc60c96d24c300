import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { ask, NginxProject, seen } from "../support/nginx-project";
import { freePort } from "../support/project";

/** A static build that Nginx serves itself, and its releases. The tests follow one another. */
describe("docker: Nginx, a static build", function () {
  this.timeout(300_000);
  let nginx: NginxProject;
  let url: string;

  /** Writes the source of the image that holds the build. */
  function build(files: Record<string, string>): void {
    const context = join(nginx.project.folder, "static");
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(context, "www", name, ".."), { recursive: true });
      // Nobody but its owner may read it, as a careless build leaves it.
      writeFileSync(join(context, "www", name), text, { mode: 0o600 });
    }
    writeFileSync(join(context, "Dockerfile"), "ARG DEBIAN_IMAGE\nFROM ${DEBIAN_IMAGE}\nCOPY www /srv/www\n");
  }
  const folders = async () =>
    (await nginx.inNginx("ls", "/etc/nginx/live")).stdout.match(/files-\w+/g) ?? ([] as string[]);

  const workers = async () => (await run("docker", ["top", await nginx.server(), "-o", "pid,args"])).stdout;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    nginx = await NginxProject.create({
      port,
      bind: "127.0.0.1",
      verify: ["/", "/assets/app.js"],
      routes: [
        { path: "/", build: "static", spa: true, cache: "no-cache" },
        { path: "/api/", to: "one" },
      ],
    });
    build({ "index.html": "<h1>first</h1>", "assets/app.js": "first()" });
    await nginx.succeeds();
  });
  after(async () => {
    await nginx.remove();
    const mine = `proxy-system-${nginx.project.stack}/static`;
    const { stdout } = await run("docker", ["images", "--quiet", mine]);
    if (stdout) await run("docker", ["rmi", "--force", ...new Set(stdout.split("\n"))], { reject: false });
  });

  it("is served, every path that is not a file gets the page, and the API its own answers", async () => {
    assert.match((await ask(`${url}/`)).body, /first/);
    assert.equal((await ask(`${url}/assets/app.js`)).body, "first()");
    const page = await ask(`${url}/orders/7`);
    assert.deepEqual([page.status, page.body], [200, "<h1>first</h1>"]);
    assert.equal(page.headers["cache-control"], "no-cache");
    assert.equal((await seen(`${url}/api/x`)).path, "/api/x");
  });

  it("a new build changes the image, its files and the switch, and not the Nginx container, whose workers stay", async () => {
    const container = await nginx.server();
    const before = await workers();
    build({ "index.html": "<h1>second</h1>", "assets/app.js": "second()" });
    const changed = await nginx.project.changes();
    assert.deepEqual([...new Set(changed.map((line) => line.split(" ")[1]))].sort(), [
      ...["nginx-files-root", "nginx-switch", "static"],
    ]);
    await nginx.succeeds();
    assert.match((await ask(`${url}/`)).body, /second/);
    assert.equal(await nginx.server(), container);
    assert.equal(await workers(), before, "Nginx was reloaded");
    assert.equal((await folders()).length, 1, "the old build is gone");
    assert.deepEqual(await nginx.project.changes(), []);
  });

  it("a build without the page that is verified: the last one serves again", async () => {
    const before = await folders();
    build({ "index.html": "<h1>third</h1>", "assets/app.js": "" });
    writeFileSync(
      join(nginx.project.folder, "static", "Dockerfile"),
      "ARG DEBIAN_IMAGE\nFROM ${DEBIAN_IMAGE}\nCOPY www/index.html /srv/www/\n",
    );
    nginx.change({ routes: [{ path: "/", build: "static" }, nginx.site.routes[1] ?? {}] });
    await nginx.fails(
      /\/assets\/app\.js does not answer well through Nginx/,
      /the old configuration was put back/,
    );
    assert.match((await ask(`${url}/`)).body, /second/);
    assert.ok((await folders()).includes(before[0] ?? ""));
  });

  it("a build without its folder: the message says so, and the last one serves", async () => {
    writeFileSync(
      join(nginx.project.folder, "static", "Dockerfile"),
      "ARG DEBIAN_IMAGE\nFROM ${DEBIAN_IMAGE}\nCOPY www /srv/other\n",
    );
    await nginx.fails(/static files could not be copied to Nginx: the image has no folder \/srv\/www/);
    assert.match((await ask(`${url}/`)).body, /second/);
  });
});
