import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { run } from "../../operations/kernel/run";
import { createsAdministrator } from "../support/administrator";
import { openBrowser, visit } from "../support/browser";
import { root } from "../support/program";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** The reference system on a real engine: up, answering, changed, failing, and gone. The tests follow one another. */
describe("docker: the reference system", function () {
  this.timeout(600_000);
  let project: TestProject;
  let browser: Browser;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create(referenceSettings(port));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await project.remove();
  });

  const get = async <T>(path: string) => (await (await fetch(url + path)).json()) as T;
  const container = async (service: string) =>
    (await project.onEngine("container")).filter((name) => name.includes(`-${service}`));
  const psql = async (sql: string) =>
    (
      await run("docker", [
        "exec",
        `proxy-system-${project.stack}-database`,
        "psql",
        "-U",
        "postgres",
        "-d",
        "proxy_system",
        "-Atc",
        sql,
      ])
    ).stdout;

  async function succeeds(): Promise<string> {
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout;
  }

  async function fails(...patterns: RegExp[]): Promise<void> {
    const { stdout, stderr, exitCode } = await project.up();
    assert.notEqual(exitCode, 0, stdout);
    for (const pattern of patterns) assert.match(stdout + stderr, pattern);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  }

  it("comes up from nothing, and answers as soon as the command ends", async () => {
    await succeeds();
    assert.equal((await get<{ status: string }>("/health")).status, "ok");
  });

  it("answers both payment APIs with rows that its migrations wrote", async () => {
    for (const path of ["/api/v1/payment-configs/", "/api/v1/contract-payment-methods/"])
      assert.ok((await get<{ items: unknown[] }>(path)).items.length > 0, path);
  });

  it("logs a client's own address in the backend, and not Nginx's", async () => {
    // Docker hands a request from 127.0.0.1 on as the network's gateway.
    const network = ["network", "inspect", `proxy-system-${project.stack}`, "--format"];
    const { stdout: gateway } = await run("docker", [...network, "{{(index .IPAM.Config 0).Gateway}}"]);
    await get("/api/v1/payment-configs/?asked=here");
    const [backend = ""] = await project
      .onEngine("container")
      .then((all) => all.filter((n) => /-backend-/.test(n)));
    const { stdout, stderr } = await run("docker", ["logs", backend]);
    const line = (stdout + stderr).split("\n").find((each) => each.includes("asked=here")) ?? "";
    assert.ok(line.includes(`${gateway}:`), line);
  });

  it("ran the nine migrations in their order, each recorded", async () => {
    assert.equal(
      await psql(
        "SELECT string_agg(name, ',' ORDER BY started_at) FROM migrations.ledger WHERE state = 'applied'",
      ),
      [
        "create_bangong_guanli_tables.sql",
        "create_payment_tables.sql",
        "create_payment_api_tables.sql",
        "add_payment_order_fields.sql",
        "add_contract_sign_payment_fields.sql",
        "add_offline_payment_types.sql",
        "refactor_hetong_zhifu_fangshi_to_use_payment_config.sql",
        "add_remark_to_zhifu_peizhi.sql",
        "add_remark_to_zhifu_tuikuan.sql",
      ].join(),
    );
    for (const table of [
      "baoxiao_shenqing",
      "qingjia_shenqing",
      "caigou_shenqing",
      "duiwai_fukuan_shenqing",
      "gongzuo_jiaojie",
    ])
      assert.equal(
        await psql(`SELECT count(*) FROM information_schema.tables WHERE table_name = '${table}'`),
        "1",
        table,
      );
  });

  it("connects as a role that is not superuser and cannot change the schema", async () => {
    assert.equal(await psql("SELECT rolsuper FROM pg_roles WHERE rolname = 'proxy_system_app'"), "f");
    assert.equal(
      await psql("SELECT tableowner FROM pg_tables WHERE tablename = 'zhifu_peizhi'"),
      "proxy_system_owner",
    );
    assert.equal(await psql("SELECT has_schema_privilege('proxy_system_app', 'public', 'CREATE')"), "f");
  });

  for (const [name, path] of [
    ["web", "/"],
    ["mobile", "/mobile/"],
  ] as const)
    it(`shows the ${name} page with data from the database in a browser`, async () => {
      const { page, problems } = await visit(browser, url + path);
      await page.getByTestId("payment-config-row").first().waitFor({ timeout: 10_000 });
      assert.equal(
        await page.getByTestId("payment-config-row").count(),
        Number(await psql("SELECT count(*) FROM zhifu_peizhi")),
      );
      assert.deepEqual(problems, []);
      await page.close();
    });

  it("has no administrator at first; says so, and creates one from values that are stored nowhere", () =>
    createsAdministrator(project, { user: "admin", login: `${url}/api/v1/auth/login`, weak: "123456" }));

  it("publishes no port but Nginx's", async () => {
    const { stdout } = await run("docker", [
      "ps",
      "--filter",
      `label=io.pulumi-web-systems.stack=${project.stack}`,
      "--format",
      "{{.Names}} {{.Ports}}",
    ]);
    const published = stdout.split("\n").filter((line) => line.includes("->"));
    assert.equal(published.length, 1, stdout);
    assert.match(published[0] ?? "", /-nginx .*127\.0\.0\.1:/);
  });

  it("shows no secret in docker inspect and in its state", async () => {
    const { stdout: secrets } = await project.cli(
      "stack",
      "export",
      "--show-secrets",
      "--stack",
      project.stack,
    );
    const values = [...secrets.matchAll(/"plaintext": ?"\\"([A-Za-z0-9]{20,})\\""/g)].map(
      (match) => match[1] ?? "",
    );
    assert.ok(values.length >= 3, "the generated secrets are found");
    const { stdout: inspected } = await run("docker", ["inspect", ...(await project.onEngine("container"))]);
    const { stdout: state } = await project.cli("stack", "export", "--stack", project.stack);
    for (const value of values) assert.ok(!inspected.includes(value) && !state.includes(value));
  });

  it("lets only the backend reach the database", async () => {
    const reaches = async (service: string, code: string) => {
      const [name = ""] = await container(service);
      return (await run("docker", ["exec", name, ...code.split(" ")], { reject: false })).exitCode === 0;
    };
    assert.equal(await reaches("backend", "getent hosts database"), true);
    for (const service of ["web", "mobile", "nginx"])
      assert.equal(await reaches(service, "getent hosts database"), false, service);
  });

  it("passes the policy pack", async () => {
    const { stdout, stderr, exitCode } = await project.preview("--policy-pack", join(root, "policy"));
    assert.equal(exitCode, 0, stdout + stderr);
    const advisories = (stdout + stderr).match(/\[(mandatory|advisory)\] +[a-z-]+/g) ?? [];
    assert.deepEqual([...new Set(advisories)], ["[advisory]  database-protected"]);
  });

  it("has nothing to do when nothing was edited", async () => {
    assert.deepEqual(await project.changes(), []);
  });

  it("shows exactly the service and the Nginx switch when a service's version was edited", async () => {
    project.settings["web"] = { version: "1.0.1" };
    project.writeStackFile();
    const touched = new Set((await project.changes()).map((change) => change.split(" ")[1]));
    assert.deepEqual([...touched].sort(), ["nginx-switch", "web", "web-image", "web-ready"]);
  });

  it("replaces that service alone, and leaves one container of it", async () => {
    const before = { web: await container("web"), backend: await container("backend") };
    await succeeds();
    assert.deepEqual(await container("backend"), before.backend);
    assert.equal((await container("web")).length, 1);
    assert.notDeepEqual(await container("web"), before.web);
    assert.equal((await fetch(url)).status, 200);
    assert.deepEqual(await project.changes(), []);
  });

  it("an SQL file that fails: named with its line, the old data whole, the old release serving", async () => {
    const rows = await psql("SELECT count(*) FROM zhifu_peizhi");
    project.edit("migrations/order.txt", (text) => `${text}\nbroken.sql\n`);
    project.edit(
      "migrations/broken.sql",
      () =>
        "DELETE FROM zhifu_tuikuan;\nALTER TABLE zhifu_peizhi ADD COLUMN x int;\nUPDATE zhifu_peizhi SET nope = 1;\n",
    );
    await fails(
      /Migration broken\.sql failed/,
      /broken\.sql line 3: column "nope"/,
      /services still run the old release/,
    );
    assert.equal(await psql("SELECT count(*) FROM zhifu_peizhi"), rows);
    assert.equal(
      await psql(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'zhifu_peizhi' AND column_name = 'x'",
      ),
      "0",
    );
    assert.equal((await fetch(`${url}/health`)).status, 200);
  });

  it("goes on with the fixed file", async () => {
    project.edit("migrations/broken.sql", () => "ALTER TABLE zhifu_peizhi ADD COLUMN x int;\n");
    await succeeds();
    assert.equal(await psql("SELECT state FROM migrations.ledger WHERE name = 'broken.sql'"), "applied");
    assert.deepEqual(await project.changes(), []);
  });

  it("a backend that never gets healthy: its last log lines, and the old release serves", async () => {
    project.edit(
      "apps/backend/app/main.py",
      (text) => `raise SystemExit("package wechatpayv3 is missing")\n${text}`,
    );
    await fails(
      /Service backend did not become healthy/,
      /package wechatpayv3 is missing/,
      /It gets no requests; the release that served before, if there is one, still does/,
    );
    assert.equal((await fetch(`${url}/api/v1/payment-configs/`)).status, 200);
  });

  it("the next release after a failed one serves, and leaves nothing behind", async () => {
    project.edit("apps/backend/app/main.py", (text) => text.replace(/^raise SystemExit.*\n/, ""));
    await succeeds();
    assert.equal((await container("backend")).length, 1);
    assert.equal((await fetch(`${url}/api/v1/payment-configs/`)).status, 200);
    assert.deepEqual(await project.changes(), []);
  });

  it("a container removed by hand: plain `up` says so, and `up --refresh` recreates it", async () => {
    const [web = ""] = await container("web");
    await run("docker", ["rm", "--force", "--volumes", web]);
    await fails(/web: its container .* no longer exists/, /fix: pulumi up --refresh/);
    const { exitCode, stdout, stderr } = await project.up("--refresh");
    assert.equal(exitCode, 0, stdout + stderr);
    assert.equal((await fetch(url)).status, 200);
  });

  it("a second stack that claims the same port is refused with the owner's name", async () => {
    const other = await TestProject.create({ ...project.settings });
    try {
      const { stdout, stderr, exitCode } = await other.up();
      assert.notEqual(exitCode, 0);
      assert.match(
        stdout + stderr,
        new RegExp(`Port \\d+ of the host is taken by the container proxy-system-${project.stack}-nginx`),
      );
      assert.deepEqual(await other.onEngine("container"), []);
    } finally {
      await other.remove();
    }
  });

  it("is gone after destroy, but for the database's volume, its backups and the record of its releases", async () => {
    const { exitCode, stdout, stderr } = await project.cli(
      "destroy",
      "--yes",
      "--skip-preview",
      "--stack",
      project.stack,
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await project.onEngine("container"), []);
    assert.deepEqual(await project.onEngine("network"), []);
    const kept = ["database", "database-backups", "releases", "releases-sources"];
    assert.deepEqual(
      await project.onEngine("volume"),
      kept.map((name) => `proxy-system-${project.stack}-${name}`),
    );
  });
});
