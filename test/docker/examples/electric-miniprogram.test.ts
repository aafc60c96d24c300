import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { run } from "../../../operations/kernel/run";
import { openBrowser, visit } from "../../support/browser";
import { envSecrets } from "../../support/electric-env";
import { ElectricSystem } from "../../support/electric-system";
import { ask as overTls } from "../../support/nginx-project";
import { freePort } from "../../support/project";

const administrator = { username: "wangwei", password: "Kd8-zQ4!pW2#vT6 x" };

/** The life of electric-miniprogram, as its operators live it. The tests follow one another. */
describe("docker: electric-miniprogram", function () {
  this.timeout(600_000);
  let at: ElectricSystem;
  let browser: Browser;
  const bearer = { Authorization: "" };
  let oldStatic = "";

  before(async () => {
    at = await ElectricSystem.create();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await at?.remove();
  });

  it("missing settings, all named at once, and an env file turned to nonsense: refused before anything is made", async () => {
    const good = readFileSync(at.envFile);
    const lines = good.toString().replace(/^(SECRET_KEY|WECHAT_SECRET|YLH_CALLBACK_SECRET)=.*\n/gm, "");
    writeFileSync(at.envFile, lines.replace("DB=electric_miniprogram", "DB=other"));
    await at.fails(
      /The env file \S+ has 4 mistakes; nothing was changed\./,
      ...["SECRET_KEY", "WECHAT_SECRET", "YLH_CALLBACK_SECRET"].map(
        (key) => new RegExp(`${key}: missing\\n +fix: add to `),
      ),
      /POSTGRES_DB: expected electric_miniprogram, as this system has it/,
    );
    writeFileSync(at.envFile, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe, 0x00]));
    await at.fails(/not text in UTF-8\n +fix: save it as UTF-8/);
    writeFileSync(at.envFile, good);
    for (const kind of ["container", "network", "volume"] as const)
      assert.deepEqual(await at.project.onEngine(kind), []);
  });

  it("the first deployment: migrated as the owner, who cannot log in afterwards; no port but Nginx's", async () => {
    const output = await at.succeeds();
    assert.match(output, /running python manage\.py migrate/);
    assert.match(output, /\| +Applying charging\.0002_first_stations\.\.\. OK/);
    assert.equal(
      await at.sql("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'electric_miniprogram_owner'"),
      "t",
    );
    assert.equal(
      await at.sql("SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'public'"),
      "electric_miniprogram_owner",
    );
    assert.equal(await at.sql("SELECT has_schema_privilege('electric', 'public', 'CREATE')"), "f");
    assert.equal(await at.docker("port", at.name("db")), "");
    assert.equal((await at.ask("/healthz")).json["database"], "ok");
    const processes = await at.docker("top", await at.backend(), "-o", "pid,args");
    assert.equal(processes.match(/gunicorn/g)?.length, 4, "one that begins three workers");
    const { stdout } = await run("docker", ["exec", await at.backend(), "gunicorn", "--print-config"], {
      reject: false,
    });
    assert.match(stdout, /^bind +=.*0\.0\.0\.0:8000[^]*^timeout += 120$/m);
    assert.deepEqual(await at.project.changes(), []);
  });

  it("its secrets are nowhere in `docker inspect`, the certificates cannot be written, and without all of them it does not start", async () => {
    const inspected = await at.docker("inspect", await at.backend(), at.name("db"), at.name("nginx"));
    for (const [key, found] of Object.entries(envSecrets)) assert.ok(!inspected.includes(found), key);
    const writing = await run("docker", ["exec", "-u", "0", await at.backend(), "touch", "/etc/wechat/x"], {
      reject: false,
    });
    assert.match(writing.stderr, /Read-only file system/);
    const image = await at.docker("inspect", "--format", "{{.Image}}", await at.backend());
    const alone = await run(
      "docker",
      ["run", "--rm", "--network", "none", "--tmpfs", "/etc/wechat:mode=0700", image, "python", "-c"].concat(
        "import backend.settings.production",
      ),
      { reject: false },
    );
    assert.match(
      alone.stderr,
      /DJANGO_ENV is missing; SECRET_KEY is missing; .*YLH_CALLBACK_SECRET is missing/,
    );
    assert.match(alone.stderr, /\/etc\/wechat cannot be read by user 10001/);
  });

  it("routes: /api/, the page under every documented path, static files of the backend", async () => {
    assert.equal((await at.ask("/api/")).json["version"], "1.0.0");
    assert.equal((await at.ask("/api/stations/")).json["count"], 3);
    const page = (await at.ask("/")).text;
    for (const path of ["/merchant/admin", "/merchant/admin/stations", "/merchant/support", "/anything"])
      assert.equal((await at.ask(path)).text, page, path);
    assert.equal((await at.ask("/assets/none.js")).status, 404);
    const admin = await at.ask("/api/admin/login/");
    oldStatic = /href="(\/static\/admin\/css\/base\.[0-9a-f]{12}\.css)"/.exec(admin.text)?.[1] ?? "";
    assert.notEqual(oldStatic, "", admin.text);
    at.pages.push(oldStatic);
    const style = await at.ask(oldStatic);
    assert.deepEqual([style.status, style.headers.get("content-type")], [200, "text/css"]);
    const large = await fetch(`${at.url}/api/stations/`, { method: "POST", body: Buffer.alloc(21 << 20) });
    assert.equal(large.status, 413);
  });

  it("the administrator is made once, from values that stay nowhere, and logs in", async () => {
    const create = (password: string) =>
      at.npm(["administrator", "--user", administrator.username, "--password-stdin"], `${password}\n`);
    const weak = await create("admin123");
    assert.notEqual(weak.exitCode, 0);
    assert.match(weak.output, /not created: .*too (short|common)/);
    const { exitCode, output } = await create(administrator.password);
    assert.equal(exitCode, 0, output);
    assert.match(output, /administrator wangwei: created/);
    const again = await create("another-Password-7");
    assert.equal(again.exitCode, 0, again.output);
    assert.match(again.output, /administrator wangwei: already there/);

    const { username, password } = administrator;
    assert.equal(
      (await at.ask("/api/auth/login/", { username, password: "another-Password-7" })).status,
      401,
    );
    const login = await at.ask("/api/auth/login/", { username, password });
    assert.equal(login.status, 200, login.text);
    bearer.Authorization = `Bearer ${String(login.json["access"])}`;
    assert.match(await at.sql("SELECT password FROM auth_user"), /^pbkdf2_sha256\$/);
    assert.equal((await at.ask("/api/orders/")).status, 401);
  });

  it("an order is paid by a signed callback, once, and in time", async () => {
    const made = await at.ask("/api/orders/", { station: 1, customer: "王芳" }, bearer);
    assert.equal(made.status, 201, made.text);
    const order = String(made.json["number"]);
    assert.equal((await at.callback({ order, kwh: 10 }, "another secret")).status, 403);
    assert.deepEqual((await at.callback({ order, kwh: 10 })).json, { order, status: "paid", amount: "9.80" });
    assert.equal((await at.callback({ order, kwh: 99 })).json["amount"], "9.80");

    const late = String(
      (await at.ask("/api/orders/", { station: 2, customer: "李娜" }, bearer)).json["number"],
    );
    await at.sql(
      `UPDATE charging_order SET created_at = now() - interval '11 minutes' WHERE number = '${late}'`,
    );
    assert.equal((await at.callback({ order: late, kwh: 10 })).status, 409);
    assert.equal((await at.ask(`/api/orders/${late}/`, undefined, bearer)).json["status"], "cancelled");
  });

  it("in a browser: log in at /merchant/admin, see stations and certificates; find an order at /merchant/support", async () => {
    const { page, problems } = await visit(browser, `${at.url}/merchant/admin`);
    await page.fill("[name=username]", administrator.username);
    await page.fill("[name=password]", administrator.password);
    await page.click("[type=submit]");
    await page.waitForSelector("[data-testid=station]");
    assert.equal(await page.locator("[data-testid=station]").count(), 3);
    assert.equal(await page.textContent("[data-testid=certificates]"), "apiclient_cert.pem");
    await page.goto(`${at.url}/merchant/support`);
    // A search before the list is there ends the request for the list, which would count as a problem.
    const shown = (count: number) =>
      page.waitForFunction(
        (wanted) => document.querySelectorAll("[data-testid=order]").length === wanted,
        count,
      );
    await shown(2);
    await page.fill("[type=search]", "王芳");
    await shown(1);
    assert.match(
      (await page.textContent("[data-testid=order]")) ?? "",
      /清溪北门充电站王芳10\.009\.80已支付/,
    );
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("a changed key of the env file shows by its name and replaces the backend only", async () => {
    const text = readFileSync(at.envFile, "utf8");
    writeFileSync(at.envFile, text.replace(/^WECHAT_SECRET=.*$/m, "WECHAT_SECRET=another-5ecret-of-theirs"));
    const { stdout } = await at.project.preview("--diff");
    assert.match(stdout, /FINGERPRINT_OF_WECHAT_SECRET/);
    assert.doesNotMatch(stdout, /FINGERPRINT_OF_SECRET_KEY *: .*=>|another-5ecret/);
    assert.deepEqual(await at.project.changes(), [
      ...["replace backend", "replace backend-ready", "update migrate", "update nginx-switch"],
    ]);
    await at.underLoad(() => at.succeeds());
  });

  it("an upgrade with a migration, new pages and new static files, under load: all answers are good, and the old files stay", async () => {
    at.project.edit("apps/merchant/src/App.tsx", (text) => text.replace('name: "概览"', 'name: "总览"'));
    at.set("merchant", { version: "1.1.0" });
    await at.underLoad(() => at.succeeds());
    assert.equal((await at.ask("/version.json")).json["version"], "1.1.0");

    at.addMigration(
      "0003_station_remark",
      'migrations.AddField("station", "remark", models.CharField(max_length=200, null=True))',
      "0002_first_stations",
    );
    mkdirSync(join(at.project.folder, "apps/backend/charging/static"));
    at.project.edit("apps/backend/charging/static/new.css", () => "b { color: green }\n");
    at.set("backend", { version: "1.1.0" });
    const output = await at.underLoad(() => at.succeeds());
    assert.match(output, /Applying charging\.0003_station_remark\.\.\. OK/);
    assert.equal((await at.ask("/api/")).json["version"], "1.1.0");
    assert.equal((await at.ask("/static/new.css")).text, "b { color: green }\n");
    assert.equal((await at.ask(oldStatic)).status, 200);
    assert.equal(await at.sql("SELECT state, backup <> '' FROM migrations.ledger"), "applied|t");
    assert.match((await at.npm(["backups"])).output, /migration/);
  });

  it("a migration that fails, and an image without a package that it imports: named, and the old release serves on", async () => {
    at.addMigration(
      "0004_broken",
      'migrations.RunSQL("ALTER TABLE charging_station DROP COLUMN nothing")',
      "0003_station_remark",
    );
    at.set("backend", { version: "1.2.0" });
    await at.underLoad(() =>
      at.fails(
        /python manage\.py migrate --noinput failed on database electric_miniprogram/,
        /column "nothing" of relation "charging_station" does not exist/,
        /The services still run the old release/,
      ),
    );
    rmSync(join(at.project.folder, "apps/backend/charging/migrations/0004_broken.py"));
    at.project.edit("apps/backend/backend/wsgi.py", (text) =>
      text.replace(/^from/m, "import wechatpayv3\nfrom"),
    );
    await at.underLoad(() =>
      at.fails(
        /Service backend did not become healthy: it exited with code \d+/,
        /ModuleNotFoundError: No module named 'wechatpayv3'/,
        /It gets no requests; the release that served before, if there is one, still does/,
      ),
    );
    assert.equal((await at.ask("/api/")).json["version"], "1.1.0");
    assert.match((await at.npm(["releases"])).output, /failed.*backend-ready failed/);
    at.project.edit("apps/backend/backend/wsgi.py", (text) => text.replace("import wechatpayv3\n", ""));
    at.set("backend", { version: "1.1.0" });
  });

  it("back to the older release: its image runs on the newer schema, no request fails", async () => {
    const { exitCode, output } = await at.underLoad(() => at.npm(["rollback", "--to", "3", "--yes"]));
    assert.equal(exitCode, 0, output);
    assert.match(output, /Release 3 serves again/);
    assert.equal((await at.ask("/api/")).json["version"], "1.0.0");
    assert.equal((await at.ask("/version.json")).json["version"], "1.1.0");
    const applied = await at.sql("SELECT name FROM django_migrations WHERE app = 'charging'");
    assert.match(applied, /0003_station_remark/);
  });

  it("a backup is restored: what was deleted by mistake is there again, and the login works", async () => {
    assert.equal((await at.npm(["backup"])).exitCode, 0);
    await at.sql("DELETE FROM charging_order");
    const { exitCode, output } = await at.npm(["restore", "latest", "--yes"]);
    assert.equal(exitCode, 0, output);
    assert.equal((await at.ask("/api/orders/", undefined, bearer)).json["count"], 2);
    assert.equal((await at.ask("/healthz")).status, 200);
  });

  it("as production has it: http goes to https, with HSTS, and Django believes Nginx that it is https", async () => {
    const tls = { selfSigned: true, port: await freePort() };
    at.set("edge", { tls });
    at.set("environment", {
      file: { path: at.envFile, overrides: { ALLOWED_HOSTS: "${ALLOWED_HOSTS},127.0.0.1" } },
    });
    await at.succeeds();
    const moved = await at.ask("/merchant/admin?x=1");
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.get("location"), `https://127.0.0.1:${tls.port}/merchant/admin?x=1`);
    const { status, headers, body } = await overTls(`https://127.0.0.1:${tls.port}/api/stations/`);
    assert.equal(status, 200, body);
    assert.equal(headers["strict-transport-security"], "max-age=63072000");
    assert.match((await overTls(`https://127.0.0.1:${tls.port}/version.json`)).body, /"1\.1\.0"/);
  });

  it("destroyed: nothing is left but the volumes of the database, its backups and the releases", async () => {
    const { exitCode, stdout, stderr } = await at.project.cli(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", at.project.stack],
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await at.project.onEngine("container"), []);
    assert.deepEqual(await at.project.onEngine("network"), []);
    assert.deepEqual(await at.project.onEngine("volume"), [
      at.name("db"),
      at.name("db-backups"),
      at.name("releases"),
      at.name("releases-sources"),
    ]);
  });
});
