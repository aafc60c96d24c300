import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startLoad, type LoadResult } from "../../../bench/load";
import { run } from "../../../toolchain/run";
import { openBrowser, visit } from "../../support/browser";
import { ask as overTls } from "../../support/nginx-project";
import { electricValues, envSecrets, preprodOverrides, writeEnvFile } from "../../support/electric-env";
import { root } from "../../support/program";
import { freePort, TestProject } from "../../support/project";

const administrator = { username: "wangwei", password: "Kd8-zQ4!pW2#vT6 x" };

/** The life of electric-miniprogram, as its operators live it. The tests follow one another. */
describe("docker: electric-miniprogram", function () {
  this.timeout(600_000);
  let project: TestProject;
  let browser: Browser;
  let url: string;
  let envFile: string;
  let token = "";
  let oldStatic = "";
  const certificates = mkdtempSync(join(tmpdir(), "wechat-"));

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    envFile = writeEnvFile();
    writeFileSync(join(certificates, "apiclient_cert.pem"), "a certificate\n");
    project = await TestProject.create(
      {
        registry: "local",
        environment: { file: { path: envFile, overrides: preprodOverrides } },
        edge: { port, bind: "127.0.0.1" },
        database: { protect: false },
        backend: { version: "1.0.0", memory: 384, wechatCertificates: certificates },
        merchant: { version: "1.0.0" },
      },
      { example: "electric-miniprogram" },
    );
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await project?.remove();
    rmSync(certificates, { recursive: true });
  });

  const name = (what: string) => `electric-miniprogram-${project.stack}-${what}`;
  const docker = async (...args: string[]) => (await run("docker", args)).stdout;
  const backend = () => docker("ps", "--quiet", "--filter", `name=^${name("backend")}-[0-9a-f]{7}$`);
  const sql = (query: string) =>
    docker("exec", name("db"), "psql", "-XAtU", "postgres", "-d", "electric_miniprogram", "-c", query);
  const release = async () => {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    return { exitCode, output: stdout + stderr };
  };
  const succeeds = async () => {
    const { exitCode, output } = await release();
    assert.equal(exitCode, 0, output);
    return output;
  };
  const set = (group: string, changes: object) =>
    Object.assign(project.settings, { [group]: { ...(project.settings[group] as object), ...changes } });
  const operation = async (args: string[], input = "") => {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", project.stack],
      { cwd: root, env: { ...project.env, INIT_CWD: project.folder }, input, reject: false },
    );
    return { output: stdout + stderr, exitCode };
  };
  const ask = async (path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, {
      redirect: "manual",
      headers: { ...headers, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = (answer.headers.get("content-type") ?? "").includes("json") ? JSON.parse(text) : {};
    return { status: answer.status, text, json: json as Record<string, unknown>, headers: answer.headers };
  };
  const bearer = () => ({ Authorization: `Bearer ${token}` });
  const callback = (body: object, secret = electricValues["YLH_CALLBACK_SECRET"] ?? "") =>
    ask("/api/ylh/callback/", body, {
      "X-App-Key": electricValues["YLH_CALLBACK_APP_KEY"] ?? "",
      "X-Signature": createHmac("sha256", secret).update(JSON.stringify(body)).digest("hex"),
    });
  /** Kept-alive clients ask the API, the page and static files all the while. */
  async function underLoad<T>(work: () => Promise<T>): Promise<T> {
    const urls = ["/api/stations/", "/", "/merchant/admin", oldStatic].map((path) => url + path);
    const load = await startLoad({ urls, rate: 60, connections: 6, timeout: 30 });
    let served: LoadResult | undefined;
    try {
      return await work();
    } finally {
      served = await load.stop();
      assert.deepEqual(served.failed, {}, JSON.stringify(served.failedUrls));
      assert.ok(served.good > 100, `only ${served.good} requests`);
    }
  }
  const noTrace = (output: string) => assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
  const addMigration = (file: string, operations: string, after: string) =>
    project.edit(
      `apps/backend/charging/migrations/${file}.py`,
      () =>
        `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n` +
        `    dependencies = [("charging", "${after}")]\n    operations = [${operations}]\n`,
    );

  it("missing settings, all named at once, and an env file turned to nonsense: refused before anything is made", async () => {
    const good = readFileSync(envFile);
    const lines = good.toString().replace(/^(SECRET_KEY|WECHAT_SECRET|YLH_CALLBACK_SECRET)=.*\n/gm, "");
    writeFileSync(envFile, lines.replace("DB=electric_miniprogram", "DB=other"));
    const { exitCode, output } = await release();
    assert.notEqual(exitCode, 0);
    assert.match(output, /The env file \S+ has 4 mistakes; nothing was changed\./);
    for (const key of ["SECRET_KEY", "WECHAT_SECRET", "YLH_CALLBACK_SECRET"])
      assert.match(output, new RegExp(`${key}: missing\\n +fix: add to `));
    assert.match(output, /POSTGRES_DB: expected electric_miniprogram, as this system has it/);
    noTrace(output);
    writeFileSync(envFile, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]));
    assert.match((await release()).output, /not text in UTF-8\n +fix: save it as UTF-8/);
    writeFileSync(envFile, good);
    for (const kind of ["container", "network", "volume"] as const)
      assert.deepEqual(await project.onEngine(kind), []);
  });

  it("the first deployment: migrated as the owner, who cannot log in afterwards; no port but Nginx's", async () => {
    const output = await succeeds();
    assert.match(output, /running python manage\.py migrate/);
    assert.match(output, /\| +Applying charging\.0002_first_stations\.\.\. OK/);
    assert.equal(await sql("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname ~ '_owner$'"), "t");
    assert.equal(
      await sql("SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'public'"),
      "electric_miniprogram_owner",
    );
    assert.equal(await sql("SELECT has_schema_privilege('electric', 'public', 'CREATE')"), "f");
    assert.equal(await docker("port", name("db")), "");
    assert.equal((await ask("/healthz")).json["database"], "ok");
    assert.deepEqual(await project.changes(), []);
  });

  it("its secrets are nowhere in `docker inspect`, and the certificates cannot be written", async () => {
    const inspected = await docker("inspect", await backend(), name("db"), name("nginx"));
    for (const [key, found] of Object.entries(envSecrets)) assert.ok(!inspected.includes(found), key);
    const writing = await run("docker", ["exec", "-u", "0", await backend(), "touch", "/etc/wechat/x"], {
      reject: false,
    });
    assert.match(writing.stderr, /Read-only file system/);
  });

  it("routes: /api/, the page under every documented path, static files of the backend", async () => {
    assert.equal((await ask("/api/")).json["version"], "1.0.0");
    assert.equal((await ask("/api/stations/")).json["count"], 3);
    const page = (await ask("/")).text;
    for (const path of ["/merchant/admin", "/merchant/admin/stations", "/merchant/support", "/anything"])
      assert.equal((await ask(path)).text, page, path);
    assert.equal((await ask("/assets/none.js")).status, 404);
    const admin = await ask("/api/admin/login/");
    oldStatic = /href="(\/static\/admin\/css\/base\.[0-9a-f]{12}\.css)"/.exec(admin.text)?.[1] ?? "";
    assert.notEqual(oldStatic, "", admin.text);
    const style = await ask(oldStatic);
    assert.deepEqual([style.status, style.headers.get("content-type")], [200, "text/css"]);
    const large = await fetch(`${url}/api/stations/`, { method: "POST", body: Buffer.alloc(21 << 20) });
    assert.equal(large.status, 413);
  });

  it("the administrator is made once, from values that stay nowhere, and logs in", async () => {
    const values = `${administrator.username}\n${administrator.password}\n`;
    const weak = await operation(["administrator"], `${administrator.username}\nadmin123\n`);
    assert.notEqual(weak.exitCode, 0);
    assert.match(weak.output, /administrator not created: .*too (short|common)/);
    const { exitCode, output } = await operation(["administrator"], values);
    assert.equal(exitCode, 0, output);
    assert.match(output, /administrator wangwei: created/);
    const again = await operation(["administrator"], values.replace("Kd8", "Xx8"));
    assert.match(again.output, /administrator wangwei: already there/);
    assert.equal(again.exitCode, 0);

    const { username, password } = administrator;
    assert.equal((await ask("/api/auth/login/", { username, password: "electric" })).status, 401);
    const login = await ask("/api/auth/login/", { username, password });
    token = String(login.json["access"]);
    assert.equal(login.status, 200, login.text);
    assert.match(await sql("SELECT password FROM auth_user"), /^pbkdf2_sha256\$/);
    assert.equal((await ask("/api/orders/")).status, 401);
  });

  it("an order is paid by a signed callback, once, and in time", async () => {
    const made = await ask("/api/orders/", { station: 1, customer: "王芳" }, bearer());
    assert.equal(made.status, 201, made.text);
    const order = String(made.json["number"]);
    assert.equal((await callback({ order, kwh: 10 }, "another secret")).status, 403);
    assert.deepEqual((await callback({ order, kwh: 10 })).json, { order, status: "paid", amount: "9.80" });
    assert.equal((await callback({ order, kwh: 99 })).json["amount"], "9.80");

    const late = String((await ask("/api/orders/", { station: 2, customer: "李娜" }, bearer())).json["number"]);
    await sql(`UPDATE charging_order SET created_at = now() - interval '11 minutes' WHERE number = '${late}'`);
    assert.equal((await callback({ order: late, kwh: 10 })).status, 409);
    assert.equal((await ask(`/api/orders/${late}/`, undefined, bearer())).json["status"], "cancelled");
  });

  it("in a browser: log in at /merchant/admin, see stations and certificates; find an order at /merchant/support", async () => {
    const { page, problems } = await visit(browser, `${url}/merchant/admin`);
    await page.fill("[name=username]", administrator.username);
    await page.fill("[name=password]", administrator.password);
    await page.click("[type=submit]");
    await page.waitForSelector("[data-testid=station]");
    assert.equal(await page.locator("[data-testid=station]").count(), 3);
    assert.equal(await page.textContent("[data-testid=certificates]"), "apiclient_cert.pem");
    await page.goto(`${url}/merchant/support`, { waitUntil: "networkidle" });
    await page.fill("[type=search]", "王芳");
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=order]").length === 1);
    assert.match((await page.textContent("[data-testid=order]")) ?? "", /清溪北门充电站王芳10\.009\.80已支付/);
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("a changed key of the env file shows by its name and replaces the backend only", async () => {
    const text = readFileSync(envFile, "utf8");
    writeFileSync(envFile, text.replace(/^WECHAT_SECRET=.*$/m, "WECHAT_SECRET=another-5ecret-of-theirs"));
    const { stdout } = await project.preview("--diff");
    assert.match(stdout, /FINGERPRINT_OF_WECHAT_SECRET/);
    assert.doesNotMatch(stdout, /FINGERPRINT_OF_SECRET_KEY *: .*=>|another-5ecret/);
    assert.deepEqual(await project.changes(), [
      ...["replace backend", "replace backend-ready", "update migrate", "update nginx-switch"],
    ]);
    await underLoad(succeeds);
  });

  it("an upgrade with a migration, new pages and new static files, under load: no request fails, the old files stay", async () => {
    addMigration(
      "0003_station_remark",
      'migrations.AddField("station", "remark", models.CharField(max_length=200, null=True))',
      "0002_first_stations",
    );
    project.edit("apps/merchant/src/App.tsx", (text) => text.replace('name: "概览"', 'name: "总览"'));
    set("backend", { version: "1.1.0" });
    set("merchant", { version: "1.1.0" });
    const output = await underLoad(succeeds);
    assert.match(output, /Applying charging\.0003_station_remark\.\.\. OK/);
    assert.equal((await ask("/api/")).json["version"], "1.1.0");
    assert.equal((await ask("/version.json")).json["version"], "1.1.0");
    assert.equal((await ask(oldStatic)).status, 200);
    assert.equal(await sql("SELECT state, backup <> '' FROM migrations.ledger"), "applied|t");
    assert.match((await operation(["backups"])).output, /migration/);
  });

  it("a migration that fails, and an image without a package that it imports: named, and the old release serves on", async () => {
    addMigration(
      "0004_broken",
      'migrations.RunSQL("ALTER TABLE charging_station DROP COLUMN nothing")',
      "0003_station_remark",
    );
    set("backend", { version: "1.2.0" });
    await underLoad(async () => {
      const { exitCode, output } = await release();
      assert.notEqual(exitCode, 0);
      assert.match(output, /python manage\.py migrate --noinput failed on database electric_miniprogram/);
      assert.match(output, /column "nothing" of relation "charging_station" does not exist/);
      assert.match(output, /The services still run the old release/);
      noTrace(output);
    });
    rmSync(join(project.folder, "apps/backend/charging/migrations/0004_broken.py"));
    project.edit("apps/backend/backend/wsgi.py", (text) => text.replace(/^from/m, "import wechatpayv3\nfrom"));
    await underLoad(async () => {
      const { exitCode, output } = await release();
      assert.notEqual(exitCode, 0);
      assert.match(output, /Service backend did not become healthy: it exited with code \d+/);
      assert.match(output, /ModuleNotFoundError: No module named 'wechatpayv3'/);
      assert.match(output, /Nginx still points at the old release/);
    });
    assert.equal((await ask("/api/")).json["version"], "1.1.0");
    assert.match((await operation(["releases"])).output, /failed.*backend-ready failed/);
  });

  it("back to the first release: its image runs on the newer schema, no request fails", async () => {
    const { exitCode, output } = await underLoad(() => operation(["rollback", "--to", "1", "--yes"]));
    assert.equal(exitCode, 0, output);
    assert.match(output, /Release 1 serves again/);
    assert.equal((await ask("/api/")).json["version"], "1.0.0");
    assert.equal((await ask("/version.json")).json["version"], "1.0.0");
    assert.match(await sql("SELECT name FROM django_migrations WHERE app = 'charging'"), /0003_station_remark/);
  });

  it("a backup is restored: what was deleted by mistake is there again, and the login works", async () => {
    assert.equal((await operation(["backup"])).exitCode, 0);
    await sql("DELETE FROM charging_order");
    const { exitCode, output } = await operation(["restore", "latest", "--yes"]);
    assert.equal(exitCode, 0, output);
    assert.equal((await ask("/api/orders/", undefined, bearer())).json["count"], 2);
    assert.equal((await ask("/healthz")).status, 200);
  });

  it("as production has it: http goes to https, with HSTS, and Django believes Nginx that it is https", async () => {
    const tls = { selfSigned: true, port: await freePort() };
    set("edge", { tls });
    set("environment", { file: { path: envFile, overrides: { ALLOWED_HOSTS: "${ALLOWED_HOSTS},127.0.0.1" } } });
    await succeeds();
    const moved = await ask("/merchant/admin?x=1");
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.get("location"), `https://127.0.0.1:${tls.port}/merchant/admin?x=1`);
    const { status, headers, body } = await overTls(`https://127.0.0.1:${tls.port}/api/stations/`);
    assert.equal(status, 200, body);
    assert.equal(headers["strict-transport-security"], "max-age=63072000");
  });

  it("destroyed: nothing is left but the volumes of the database, its backups and the releases", async () => {
    const { exitCode, stdout, stderr } = await project.cli(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack],
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await project.onEngine("container"), []);
    assert.deepEqual(await project.onEngine("network"), []);
    assert.deepEqual(await project.onEngine("volume"), [name("db"), name("db-backups"), name("releases")]);
  });
});
