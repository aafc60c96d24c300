import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { freePort, TestProject } from "../support/project";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { FilesVolume, Host, Image, Nginx, Postgres, Service, Task, Verification } from "pulumi-web-systems";

export = () => {
  const config = new pulumi.Config();
  const host = new Host("host", { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock" });
  const image = (name: string) => new Image(name.replace(/\\W/g, "-"), { host, name: "local/" + name }).id;
  const python = image("python:3.13-slim");
  const database = new Postgres("database", { host, image: image("postgres:17"), database: "shop", memory: 256, protect: false });
  const files = new FilesVolume("made", { host });
  const task = new Task("make-files", {
    host, image: python, volumes: { "/made": files.name }, secrets: { WORD: config.require("word") },
    command: ["sh", "-c", config.get("task") ?? 'echo "made for $NAME"; printf %s "$WORD" | wc -c >/made/length.txt'],
    settings: { NAME: "the test" },
  });
  const api = new Service("api", {
    host, image: python, port: 8000, health: { path: "/status.json" }, memory: 64, stopGrace: 1,
    command: ["python3", "-m", "http.server", "--directory", "/srv", "8000"],
    files: { "/srv/status.json": JSON.stringify({ status: "ok", items: [{ name: "tea" }] }) },
    volumes: { "/made": files.name }, sharedVolumes: true, dependsOn: [task.done],
    secrets: { WORD: config.require("word") },
  });
  const nginx = new Nginx("nginx", {
    host, image: image("nginx:1.26"), port: config.requireNumber("port"), bind: "127.0.0.1", serverNames: ["shop.example"],
    routes: [{ path: "/", to: api }], verify: ["/status.json"],
  });
  const { passed } = new Verification("verification", {
    host, nginx,
    containers: { database: [database.container], api: api.addresses, nginx: [nginx.container] },
    http: [
      { path: "/status.json", json: { status: "ok", "items.length": 1, "items.0.name": config.get("item") ?? "tea" }, header: { "Content-Type": "json" }, within: 5000 },
      { path: "/nothing", status: 404 },
      { path: "/status.json", method: "POST", body: { quoted: 'a "word"' }, status: 501 },
    ],
    databases: [{
      database,
      tables: [{ table: "item", columns: { id: { type: "integer", nullable: false }, note: { type: "character varying(40)", default: null } }, indexes: ["item_note"], rows: 2 }],
      queries: [{ sql: config.get("query") ?? "SELECT sum(id) FROM item", equals: "3" }],
    }],
    commands: [{ service: api, name: "the files are there", command: ["sh", "-c", 'test "$(cat /made/length.txt)" = "$(printf %s "$WORD" | wc -c)"'] }],
    after: [database.ready],
  });
  return { passed };
};
`;

/** The checks at the end of every update and on demand, and a task before the services. The tests follow one another. */
describe("docker: verification and tasks", function () {
  this.timeout(300_000);
  const word = "k3Jx-90-not-to-be-seen";
  const report = join(tmpdir(), `verification-${process.pid}.xml`);
  let project: TestProject;

  before(async () => {
    project = await TestProject.create({ port: await freePort(), word }, program);
    // The table is not there yet: that is what the first update finds.
    await project.up();
    await sql(
      "CREATE TABLE item (id int PRIMARY KEY, note varchar(40)); CREATE INDEX item_note ON item (note)",
    );
    await sql("INSERT INTO item VALUES (1), (2)");
  });
  after(async () => {
    rmSync(report, { force: true });
    await project.remove();
  });

  const sql = (text: string) =>
    run("docker", [
      ...["exec", `proxy-system-${project.stack}-database`, "psql", "-U", "postgres", "-d", "shop"],
      ...["-v", "ON_ERROR_STOP=1", "-c", `SET ROLE shop_owner; ${text}`],
    ]);
  const up = async () => {
    const { stdout, stderr, exitCode } = await project.up();
    const output = stdout + stderr;
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
    assert.ok(!output.includes(word));
    return { output, exitCode };
  };
  const set = (settings: Record<string, unknown>) => {
    project.settings = { port: project.settings["port"], word, ...settings };
    project.writeStackFile();
  };
  const verify = async (...args: string[]) => {
    const words = ["toolchain/bootstrap.mjs", "verify", "--stack", project.stack, ...args];
    const env = { ...project.env, INIT_CWD: project.folder };
    const { stdout, stderr, exitCode } = await run("node", words, { cwd: root, env, reject: false });
    return { output: stdout + stderr, exitCode };
  };

  it("an update in which all is well says how many checks passed", async () => {
    const { output, exitCode } = await up();
    assert.equal(exitCode, 0, output);
    assert.match(output, /Verification: 10 of 10 checks passed\./);
  });

  it("a preview does not look, and shows nothing to do", async () =>
    assert.deepEqual(await project.changes(), []));

  it("`npm run verify` does the same at any time, as a table and for a CI", async () => {
    const { output, exitCode } = await verify("--junit", report);
    assert.equal(exitCode, 0, output);
    assert.match(output, /^GROUP +CHECK +RESULT +SECONDS$/m);
    for (const line of [
      /^containers +api +passed/m,
      /^http +GET \/nothing +passed/m,
      /^database +table item/m,
    ])
      assert.match(output, line);
    assert.match(readFileSync(report, "utf8"), /<testsuite .*tests="3".*failures="0"/);
  });

  it("what was changed by hand is found by an update that has nothing to do: each with expected, found, and where to look", async () => {
    await sql("ALTER TABLE item DROP COLUMN note; DELETE FROM item WHERE id = 1");
    const { output, exitCode } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(output, /The system does not run as it should:/);
    assert.match(
      output,
      /database: table item: expected column note; index item_note; at least 2 rows, found no column note; no index item_note; 1 row\n.*fix: npm run migrate -- verify/,
    );
    assert.match(output, /database: SELECT sum\(id\) FROM item: expected 3, found 2/);
    assert.match(output, /8 of 10 checks passed, 2 failed/);
    assert.match(output, /fix: correct the failures above, then run 'pulumi up' again/);
    // Without records of releases nothing is known of what serves.
    assert.doesNotMatch(output, /serves despite|switched no requests/);
    const again = await verify("--junit", report);
    assert.equal(again.exitCode, 1);
    assert.match(again.output, /^database +table item +failed/m);
    assert.match(readFileSync(report, "utf8"), /<failure message="expected column note;/);
    await sql("DROP TABLE item");
    assert.match(
      (await verify()).output,
      /table item: expected table item, found no such table in database shop/,
    );
    await sql(
      "CREATE TABLE item (id int PRIMARY KEY, note varchar(40)); CREATE INDEX item_note ON item (note); INSERT INTO item VALUES (1), (2)",
    );
  });

  it("another answer of the site, and a query that would write or is wrong", async () => {
    set({ item: "coffee", query: "DELETE FROM item RETURNING 3" });
    const { output, exitCode } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(
      output,
      /http: GET \/status\.json: expected items\.0\.name = "coffee", found items\.0\.name = "tea"\n.*\| \{"status":"ok"/,
    );
    assert.match(output, /DELETE FROM item RETURNING 3: expected 3, found .*read-only transaction/);
    set({});
    const { output: fixed, exitCode: code } = await up();
    assert.equal(code, 0, fixed);
  });

  it("a container that was stopped, and a service that is away", async () => {
    const [api = ""] = (await project.onEngine("container")).filter((name) => name.includes("-api-"));
    await run("docker", ["stop", "--time", "1", api]);
    const { output, exitCode } = await verify();
    assert.equal(exitCode, 1);
    assert.match(
      output,
      new RegExp(`api: its container ${api} is exited.*\\n(.*\\n)*?.*fix: docker start ${api}`),
    );
    assert.match(output, /GET \/status\.json: expected status 200 to 299; .*found status 50\d/);
    await run("docker", ["start", api]);
  });

  it("a task that fails: its lines, what was not started; the old release serves", async () => {
    set({ task: "echo half done; exit 3" });
    const { output, exitCode } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(output, /\| half done\n.*\| It ended with exit code 3/);
    assert.match(output, /Task make-files failed; .*the old release still serves/);
    set({});
    assert.equal((await up()).exitCode, 0);
    assert.equal((await verify()).exitCode, 0);
    const state = readFileSync(
      join(project.folder, "state", ".pulumi", "stacks", "proxy-system", `${project.stack}.json`),
      "utf8",
    );
    assert.ok(!state.includes(word));
  });
});
