import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBaseImages } from "../../toolchain/images";
import { databaseReady } from "../../components/database/ready/ready";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { run } from "../../operations/kernel/run";
import { TestProject } from "../support/project";
import { needsRoot } from "../support/root";

/** A database, its migrations and a service that needs it; from exported components only. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, Migration, Postgres, Service } from "pulumi-web-systems";

const config = new pulumi.Config();
const host = new Host("host", {
  system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock",
});
const image = new Image("image", { host, name: config.require("image") }).id;
const pg = new Postgres("pg", {
  host, image, database: "shop", memory: 256, protect: false, startTimeout: config.requireNumber("startTimeout"),
});
const migration = new Migration("migration", { database: pg, folder: "migrations" });
const app = new Service("app", {
  host, image: new Image("app-image", { host, name: "local/postgres:17" }).id, databases: [pg], after: [migration], memory: 32, stopGrace: 1,
  command: ["sh", "-c", "exec sleep 3600"], secrets: { URL: pg.url }, settings: { VERSION: config.require("version") },
  health: { command: 'psql "$(tr "\\\\0" "\\\\n" </proc/1/environ | sed -n s/^URL=//p)" -Atc "select 1"' }, startTimeout: 15,
});
export const name = app.addresses[0];
`;

/** Rows 8 and 9 of the faults, by the real CLI on a real database. The tests follow one another. */
describe("docker: a database that is killed, or slow, during an update", function () {
  this.timeout(180_000);
  let project: TestProject;
  const made: string[] = [];
  const docker = (...args: string[]) => run("docker", args, { reject: false });
  const name = () => `proxy-system-${project.stack}-pg`;
  const write = (files: Record<string, string>) => {
    mkdirSync(join(project.folder, "migrations"), { recursive: true });
    for (const [file, sql] of Object.entries(files)) project.edit(`migrations/${file}`, () => sql);
  };
  const query = (sql: string) =>
    docker("exec", name(), "psql", "-XAtqc", sql, "-U", "shop_owner", "-d", "shop").then(
      ({ stdout }) => stdout,
    );
  /** The service's container, by its id, and whether it serves. */
  const serving = async () =>
    (await docker("inspect", "--format", "{{.Id}} {{.State.Running}} {{.State.Health.Status}}", app)).stdout;
  let app = "";

  /** Postgres whose start takes so many seconds. */
  async function slow(seconds: number): Promise<string> {
    const tag = `local/${project.stack}-slow:${seconds}`;
    made.push(tag);
    const start = JSON.stringify([
      "sh",
      "-c",
      `trap 'exit 1' TERM; sleep ${seconds} & wait; exec docker-entrypoint.sh "$@"`,
      "sh",
    ]);
    await run("docker", ["build", "--quiet", "--tag", tag, "-"], {
      input: `FROM local/postgres:17\nENTRYPOINT ${start}\nCMD ["postgres"]\n`,
      env: { DOCKER_BUILDKIT: "0" },
    });
    return tag;
  }
  async function up(expected = 0): Promise<string> {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode === 0, expected === 0, stdout + stderr);
    assert.ok(!/^\s+at .*:\d+:\d+/m.test(stdout + stderr), `a stack trace: ${stdout}${stderr}`);
    return stdout + stderr;
  }
  async function until(passes: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 60_000; !(await passes()); await sleep(200))
      if (Date.now() > end) assert.fail("not within 60 s");
  }

  before(async () => {
    needsRoot();
    await ensureBaseImages(() => undefined, { names: ["local/postgres:17"] });
    project = await TestProject.create({ version: "1", startTimeout: 60 }, program);
    project.settings["image"] = await slow(5);
    write({ "1_one.sql": "CREATE TABLE pay (id int PRIMARY KEY);\nINSERT INTO pay VALUES (1), (2);\n" });
  });
  after(async () => {
    await project?.remove();
    for (const tag of made) await docker("image", "rm", "--force", tag);
  });

  it("row 9: a database that is slow to start is waited for", async () => {
    assert.match(
      await up(),
      /database proxy-system-\w+-pg does not answer yet, after \d of at most 60 s: psql: error: .*refused/s,
    );
    app = (await project.cli("stack", "output", "name", "--stack", project.stack)).stdout;
    await until(async () => (await serving()).endsWith("true healthy"));
  });

  it("row 8: killed while a file runs: what failed and why is said, the old release serves again with the database", async () => {
    write({ "2_two.sql": "ALTER TABLE pay ADD b int;\nSELECT pg_sleep(30);\n" });
    const before = await serving();
    project.settings["version"] = "2";
    const failing = up(1);
    await until(
      async () => (await query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) === "1",
    );
    const { stdout: pid } = await docker("inspect", "--format", "{{.State.Pid}}", name());
    process.kill(Number(pid), "SIGKILL");
    const output = await failing;
    assert.match(output, /Migration 2_two\.sql (was cut off: database shop|failed on database shop)/);
    assert.match(
      output,
      /2_two\.sql line 2: (connection to server was lost|server closed the connection)|the session ended before its last line/,
    );
    assert.match(
      output,
      /Container proxy-system-\w+-pg ended, and Docker started it again at \d\d:\d\d:\d\d UTC/,
    );
    assert.match(output, /Fix the cause, then run 'pulumi up' again/);
    await until(async () => (await query("SELECT count(*) FROM pay")) === "2");
    await until(async () => (await serving()) === before);
    write({ "2_two.sql": "ALTER TABLE pay ADD b int;\n" });
    await up();
    assert.equal(
      await query("SELECT name, state FROM migrations.ledger ORDER BY 1"),
      "1_one.sql|applied\n2_two.sql|applied",
    );
  });

  it("row 8: killed for good before a file runs: the container is named, with the command that starts it", async () => {
    write({ "3_three.sql": "ALTER TABLE pay ADD c int;\n" });
    await docker("kill", name());
    const output = await up(1);
    assert.match(
      output,
      /The session with database shop in container proxy-system-\w+-pg ended before it was complete/,
    );
    assert.match(
      output,
      /Container proxy-system-\w+-pg is exited, with exit code 137: it was killed\.\s+fix: docker start proxy-system-\w+-pg/,
    );
    await docker("start", name());
    await until(async () => (await query("SELECT count(*) FROM pay")) === "2");
  });

  it("row 8: killed while a candidate starts: its health check names the database, and the old one stays", async () => {
    app = (await project.cli("stack", "output", "name", "--stack", project.stack)).stdout;
    await until(async () => (await serving()).endsWith("true healthy"));
    const before = await serving();
    project.settings["version"] = "3";
    const failing = up(1);
    await until(async () => (await project.onEngine("container")).length === 3);
    await docker("kill", name());
    assert.match(await failing, /Service app did not become healthy: .*psql: error: .*"pg"/s);
    assert.match(
      await failing,
      /It was stopped, and takes no work\.\s+fix: the cause, then run 'pulumi up' again/,
    );
    await docker("start", name());
    await until(async () => (await serving()) === before);
    await up();
  });

  it("row 9: a database that never answers fails after its time, with its state, its log and what to do", async () => {
    const old = project.settings["image"];
    project.settings["image"] = await slow(600);
    project.settings["startTimeout"] = 6;
    const output = await up(1);
    assert.match(
      output,
      /The database proxy-system-\w+-pg did not answer a query within 6 s \(its state: running, 0 restarts\)/,
    );
    assert.match(output, /Answer: psql: error: .*refused/s);
    assert.match(output, /Nothing was migrated and no service was changed/);
    assert.match(output, /raise its startTimeout/);
    Object.assign(project.settings, { image: old, startTimeout: 60 });
    await up();
    assert.deepEqual(await project.changes(), []);
    assert.equal(await query("SELECT count(*) FROM pay"), "2");
    app = (await project.cli("stack", "output", "name", "--stack", project.stack)).stdout;
  });

  it("row 9: a server that takes the connection and never answers is not waited for without end", async () => {
    const engine = Engine.of(theWorld);
    const began = Date.now();
    await assert.rejects(
      databaseReady({ container: app, query: "sleep 60", timeout: 3 }, engine, () => undefined),
      /did not answer a query within 3 s \(its state: running, 0 restarts\)\.\n {2}Answer: none within 5 s/,
    );
    assert.ok(Date.now() - began < 30_000);
  });
});
