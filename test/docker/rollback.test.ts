import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pruneImages } from "../../components/release/prune";
import type { ReleaseRecord } from "../../components/release/record";
import { ReleaseStore } from "../../components/release/store";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { served, underLoad as loaded } from "../support/under-load";

/** Releases of the reference system under load, their record, and the way back. The tests follow one another. */
describe("docker: releases, their record and rollback", function () {
  this.timeout(600_000);
  let project: TestProject;
  let url: string;
  const web = { version: "1.0.0" };
  const backend = { version: "1.0.0", workers: 2, replicas: 2, settings: {} as Record<string, string> };

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create({ ...referenceSettings(port), web, backend });
    await succeeds();
  });
  after(() => project.remove());

  const succeeds = async () => {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout;
  };
  const operation = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", project.stack],
      { cwd: root, env: { ...project.env, INIT_CWD: project.folder }, reject: false },
    );
    return { output: stdout + stderr, exitCode };
  };
  const records = async () => JSON.parse((await operation("releases", "--json")).output) as ReleaseRecord[];
  const docker = async (...args: string[]) => (await run("docker", args)).stdout;
  const container = (service: string) =>
    docker("ps", "--quiet", "--filter", `name=^proxy-system-${project.stack}-${service}-[0-9a-f]{7}$`);
  const workers = async () => docker("top", await container("nginx-server"), "-o", "pid,args");
  const sql = async (query: string) =>
    docker(
      ...["exec", `proxy-system-${project.stack}-database`],
      ...["psql", "-XAtU", "postgres", "-d", "proxy_system", "-c", query],
    );

  const underLoad = <T>(work: () => Promise<T>) =>
    loaded([`${url}/api/v1/payment-configs/`, `${url}/`, `${url}/mobile/`], work);

  it("two services, one with two replicas, and a migration: no request fails, what is unchanged is untouched, Nginx is not reloaded", async () => {
    const before = [await container("mobile"), await workers()];
    backend.settings = { GREETING: "hello" };
    web.version = "1.0.1";
    project.edit(
      "migrations/add_notes.sql",
      () => "CREATE TABLE notes (id bigint PRIMARY KEY, text text);\n",
    );
    project.edit("migrations/order.txt", (text) => `${text.trimEnd()}\nadd_notes\n`);
    const { load } = await underLoad(succeeds);
    served(load);
    assert.equal(await container("mobile"), before[0]);
    assert.equal(await workers(), before[1]);
    backend.settings = { GREETING: "hello again" };
    served((await underLoad(succeeds)).load);
    assert.equal(await workers(), before[1]);
  });

  it("are recorded: who, when, of what, what changed, how long each step took", async () => {
    const found = await records();
    assert.deepEqual(
      found.map(({ number, result }) => [number, result]),
      [
        [1, "succeeded"],
        [2, "succeeded"],
        [3, "succeeded"],
      ],
    );
    const second = found[1]!;
    assert.deepEqual(second.migrations, ["add_notes.sql"]);
    assert.match(second.backup ?? "", /^\S+$/);
    assert.match(second.by, / on /);
    assert.match(second.images?.["web"]?.id ?? "", /^sha256:/);
    assert.ok(second.steps.some(({ step, seconds }) => step === "nginx-switch" && seconds > 0));
    const { output } = await operation("releases");
    assert.match(output, /^2 .*succeeded.*web.version 1\.0\.0 → 1\.0\.1.*migration add_notes\.sql applied/m);
    assert.match(
      (await operation("releases", "2")).output,
      /Steps, the longest first:\n(.*\n)*.*nginx-switch/,
    );
  });

  it("an update that does nothing is none", async () => {
    await succeeds();
    assert.equal((await records()).length, 3);
  });

  it("one that fails is recorded with step and cause, no request fails, and nothing of it is left after the next", async () => {
    backend.settings = { GREETING: "hello", WORKERS: "none" };
    project.writeStackFile();
    const { result, load } = await underLoad(() => project.up());
    assert.notEqual(result.exitCode, 0);
    served(load);
    const failed = (await records()).at(-1)!;
    assert.equal(failed.result, "failed");
    assert.match(failed.failure?.step ?? "", /^backend(-2)?-ready$/);
    assert.match(failed.failure?.cause ?? "", /backend/);
    assert.match((await operation("releases")).output, /^4 .*failed.*backend(-2)?-ready failed/m);
    backend.settings = { GREETING: "hello again" };
    await succeeds();
    assert.equal((await project.onEngine("container")).length, 9);
    assert.deepEqual(await project.changes(), []);
  });

  it("back to the first release: no request fails, its image runs, the schema stays and it is said", async () => {
    const { result, load } = await underLoad(() => operation("rollback", "--to", "1", "--yes"));
    assert.equal(result.exitCode, 0, result.output);
    served(load);
    assert.match(result.output, /add_notes\.sql stays applied; release 1 works with that/);
    assert.match(result.output, /Release 1 serves again/);
    const [first, ...rest] = await records();
    assert.equal(rest.at(-1)?.rollbackTo, 1);
    const image = await docker("inspect", "--format", "{{.Image}}", await container("web"));
    assert.equal(image, first?.images?.["web"]?.id);
    assert.equal(
      await sql("SELECT kept FROM migrations.ledger WHERE name = 'add_notes.sql'"),
      "rollback to release 1",
    );
  });

  it("then the new files show their release again, and the old files show nothing", async () => {
    const changed = await project.changes();
    assert.ok(changed.includes("replace web"), changed.join("\n"));
    const text = { settings: project.settings, order: "" };
    project.settings = {
      ...project.settings,
      web: { version: "1.0.0" },
      backend: { version: "1.0.0", workers: 2, replicas: 2, settings: {} },
    };
    project.edit("migrations/order.txt", (order) => ((text.order = order), order.replace("\nadd_notes", "")));
    rmSync(join(project.folder, "migrations", "add_notes.sql"));
    project.writeStackFile();
    assert.deepEqual(await project.changes(), []);
    project.settings = text.settings;
    project.edit("migrations/order.txt", () => text.order);
    project.edit(
      "migrations/add_notes.sql",
      () => "CREATE TABLE notes (id bigint PRIMARY KEY, text text);\n",
    );
    await succeeds();
    assert.equal(await sql("SELECT count(*) FROM migrations.ledger WHERE kept IS NOT NULL"), "0");
  });

  it("a schema that the older release may not live with: refused by name, and with consent the backup of before is restored", async () => {
    await sql("INSERT INTO notes VALUES (1, 'kept')");
    project.edit("migrations/drop_notes.sql", () => "DROP TABLE notes;\n");
    project.edit("migrations/order.txt", (text) => `${text.trimEnd()}\ndrop_notes\n`);
    await succeeds();
    const before = await records();
    const refused = await operation("rollback", "--yes");
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /may not work with today's schema; nothing was changed/);
    assert.match(refused.output, /drop_notes\.sql line 1: DROP TABLE notes/);
    assert.match(refused.output, /--keep-database[^]*--restore-database/);
    assert.doesNotMatch(refused.output, /^\s+at .*:\d+:\d+/m, "a stack trace");
    assert.deepEqual(await records(), before);

    const { exitCode, output } = await operation("rollback", "--yes", "--restore-database");
    assert.equal(exitCode, 0, output);
    assert.match(output, /Backup \S+ of the current database/);
    assert.equal(await sql("SELECT text FROM notes"), "kept");
    assert.equal((await fetch(`${url}/api/v1/payment-configs/`)).status, 200);
  });

  it("mistakes are reported in one message, and change nothing", async () => {
    const before = await records();
    for (const [args, message] of [
      [["--to", "99"], /There is no such release\.\n {2}fix: name one of 1, 2/],
      [["--to", "4"], /Release 4 never served/],
      [["--to", String(before.at(-1)?.number)], /is the one that serves/],
      [["--too", "1"], /Unknown option '--too'\n {2}usage: npm run rollback/],
    ] as const) {
      const { exitCode, output } = await operation("rollback", "--yes", ...args);
      assert.notEqual(exitCode, 0);
      assert.match(output, message);
      assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
    }
    assert.deepEqual(await records(), before);
  });

  it("images that no recent release and no container needs are removed from the host, and no other", async () => {
    const args = { environment: {}, system: "proxy-system", stack: project.stack };
    const store = new ReleaseStore(args);
    const made = async (name: string) => {
      const tag = `proxy-system/${name}:${project.stack}`;
      const id = (await run("docker", ["import", "--change", "CMD true", "-", tag], { input: tar })).stdout;
      return { tag, id, pinned: { name: tag, content: id } };
    };
    const tar = Buffer.alloc(10_240);
    const [old, used] = [await made("old"), await made("used")];
    const [template] = await store.records();
    const startedAt = "2020-01-01T00:00:00Z";
    const holder = await docker("create", used.id, "true");
    try {
      // One that is too long ago to be gone back to.
      await store.write({ ...template!, startedAt, images: { ...template!.images, old, used } });
      await pruneImages(args, {}, new Date());
      await assert.rejects(docker("image", "inspect", old.id));
      await docker("image", "inspect", used.id);
      await docker("image", "inspect", template!.images!["web"]!.id);
    } finally {
      await docker("rm", holder);
      await docker("image", "rm", used.tag);
    }
  });
});
