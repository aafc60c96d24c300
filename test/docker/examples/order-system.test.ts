import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import type { ReleaseRecord } from "../../../components/release/record";
import { ensureBaseImages } from "../../../toolchain/images";
import { run } from "../../../operations/kernel/run";
import { administrator, createsAdministrator } from "../../support/administrator";
import { openBrowser, visit } from "../../support/browser";
import { root } from "../../support/program";
import { freePort, TestProject } from "../../support/project";
import { served, underLoad as askedAllTheWhile } from "../../support/under-load";

/** order-system as its operators live with it, from the first deployment to its end. The tests follow one another. */
describe("docker: order-system", function () {
  this.timeout(600_000);
  let project: TestProject;
  let browser: Browser;
  let url: string;
  let token = "";
  let password = "";
  const backend: Record<string, unknown> = { version: "1.0.0", workers: 2 };
  const frontend = { version: "1.0.0" };

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await ensureBaseImages(() => undefined, { names: ["local/postgres:15"] });
    project = await TestProject.create(
      {
        registry: "local",
        edge: { port, bind: "127.0.0.1" },
        database: { protect: false },
        backend,
        frontend,
      },
      { example: "order-system" },
    );
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await project?.remove();
  });

  const name = (service: string) => `order-system-${project.stack}-${service}`;
  const docker = async (...args: string[]) => (await run("docker", args)).stdout;
  const sql = (query: string) =>
    docker("exec", name("database"), "psql", "-XAtU", "postgres", "-d", "order_system", "-c", query);
  const operation = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), ...args, "--stack", project.stack],
      { cwd: root, env: { ...project.env, INIT_CWD: project.folder }, reject: false },
    );
    return { output: stdout + stderr, exitCode };
  };
  const succeeds = async () => {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    return stdout + stderr;
  };
  const fails = async (...patterns: RegExp[]) => {
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.notEqual(exitCode, 0, stdout);
    for (const pattern of patterns) assert.match(stdout + stderr, pattern);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  };

  /** Asks the API through Nginx. */
  async function api<T>(path: string, body?: object, method = body ? "POST" : "GET") {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, answer: (text && JSON.parse(text)) as T };
  }
  const login = (given: string) =>
    api<{ access_token: string; detail: string }>("/auth/login", { username: "superAdmin", password: given });

  const underLoad = async <T>(work: () => Promise<T>): Promise<T> => {
    const paths = ["/api/products", "/", "/health", "/version"];
    const { result, load } = await askedAllTheWhile(
      paths.map((path) => url + path),
      work,
    );
    served(load);
    return result;
  };

  it("without SECRET_KEY nothing is begun", async () => {
    await fails(
      /backend\.secrets\.SECRET_KEY: missing\n.*openssl rand -hex 32 \| pulumi config set --secret/,
      /nothing was changed/,
    );
    assert.deepEqual(await project.onEngine("volume"), []);
  });

  it("is deployed: /health asks the database, the page and the API answer, the tables are there", async () => {
    backend["generateSecretKey"] = true;
    const output = await succeeds();
    assert.match(output, /products: 6 created, 0 already there, 6 in total/);
    const health = (await (await fetch(`${url}/health`)).json()) as object;
    assert.deepEqual(health, { status: "ok", version: "1.0.0", environment: "production" });
    const page = await fetch(url);
    assert.deepEqual([page.status, page.headers.get("cache-control")], [200, "no-cache"]);
    assert.equal((await api<{ total: number }>("/products")).answer.total, 6);
    assert.equal(
      await sql(
        "SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'",
      ),
      "order_items,orders,products,users",
    );
    assert.deepEqual(await project.changes(), []);
  });

  it("shows Swagger at /docs, with nothing from elsewhere", async () => {
    const { page, problems } = await visit(browser, `${url}/docs`);
    await page.getByText("/orders/statistics").waitFor({ timeout: 10_000 });
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("no page shows an order to strangers, and a password that bcrypt would cut is refused in clear words", async () => {
    for (const path of ["/orders", "/orders/statistics", "/auth/me"])
      assert.equal((await api(path)).status, 401, path);
    const { status, answer } = await login("中".repeat(25));
    assert.deepEqual([status, answer.detail], [422, "the password must not be longer than 72 bytes"]);
  });

  it("makes superAdmin once, and never with a known default", async () => {
    const sayLogin = { user: "superAdmin", login: `${url}/api/auth/login` };
    password = await createsAdministrator(project, { ...sayLogin, weak: "admin123" });
    for (const known of ["123456", "SuperAdmin2024"]) {
      const { output } = await administrator(project, ["--user", "second", "--password-stdin"], known);
      assert.match(output, /administrator not created: the password is a known default/);
    }
    assert.equal((await login("admin123")).status, 401);
    token = (await login(password)).answer.access_token;
    const { answer } = await api<{ username: string; role: string }>("/auth/me");
    assert.deepEqual([answer.username, answer.role], ["superAdmin", "super_admin"]);
  });

  it("takes orders from the stock and no more than there is, and counts them by status", async () => {
    const order = (product_id: number, quantity: number) =>
      api<{ id: number; total_amount: string }>("/orders", { items: [{ product_id, quantity }] });
    const [first, second] = [await order(1, 2), await order(2, 10)];
    assert.deepEqual([first.status, first.answer.total_amount], [201, "258.00"]);
    assert.equal((await order(5, 9)).status, 409);
    assert.equal(await sql("SELECT stock_quantity FROM products WHERE id = 1"), "198");
    assert.equal((await api(`/orders/${second.answer.id}`, { status: "paid" }, "PATCH")).status, 204);
    const { answer } = await api<{ status: string; count: number }[]>("/orders/statistics");
    assert.deepEqual(
      answer.map(({ status, count }) => `${status} ${count}`),
      ["pending 1", "paid 1", "shipped 0", "completed 0", "cancelled 0"],
    );
  });

  it("in a browser: products on the first page, and after a login the orders by status", async () => {
    const { page, problems } = await visit(browser, url);
    await page.getByTestId("product-row").first().waitFor({ timeout: 10_000 });
    assert.equal(await page.getByTestId("product-row").count(), 6);
    await page.getByRole("link", { name: "订单" }).click();
    await page.getByTestId("login-needed").getByRole("link").click();
    await page.getByLabel("用户名").fill("superAdmin");
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByTestId("status-pending").waitFor({ timeout: 10_000 });
    assert.match(await page.getByTestId("status-pending").innerText(), /待付款\s+1 ¥258.00/);
    assert.equal(await page.getByTestId("order-row").count(), 2);
    assert.equal(await page.getByTestId("user").innerText(), "superAdmin");
    assert.equal(await page.getByTestId("version").innerText(), "1.0.0");
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("the queries of its README work", async () => {
    const text = readFileSync(join(project.folder, "README.md"), "utf8");
    const blocks = [...text.matchAll(/```sql\n(.*?)```/gs)].map(([, block = ""]) => block);
    const queries = blocks.join("").match(/^SELECT .*?;/gm) ?? [];
    assert.equal(queries.length, 8);
    for (const query of queries) await sql(query);
  });

  it("a backend that never reaches its database gives up by itself, and says why", async () => {
    const [name = ""] = (await project.onEngine("container")).filter((each) => /-backend-/.test(each));
    const image = await docker("inspect", "--format", "{{.Image}}", name);
    const settings = {
      DATABASE_URL: "postgresql://nobody:unused@127.0.0.1:1/none",
      SECRET_KEY: "a key of this test, of sufficient length",
      DATABASE_WAIT_SECONDS: "2",
    };
    const envs = Object.entries(settings).flatMap(([key, value]) => ["--env", `${key}=${value}`]);
    const { stderr, exitCode } = await run("docker", ["run", "--rm", ...envs, image], { reject: false });
    assert.equal(exitCode, 1);
    assert.match(stderr, /database: connection refused; asking again for up to 2 s/);
    assert.match(stderr, /backend cannot start: database: connection refused, for 2 s/);
  });

  it("an upgrade with a new migration: no request fails, and who is logged in stays so", async () => {
    project.edit(
      "migrations/004_add_order_remark.sql",
      () => "ALTER TABLE orders ADD COLUMN remark varchar(200);\n",
    );
    backend["version"] = frontend.version = "1.1.0";
    await underLoad(succeeds);
    assert.equal(((await (await fetch(`${url}/version`)).json()) as { version: string }).version, "1.1.0");
    assert.equal((await api("/auth/me")).status, 200);
    assert.equal(await sql("SELECT count(*) FROM products"), "6");
  });

  it("an image that lacks a package it imports: found at the candidate, the release before serves on", async () => {
    const file = "apps/backend/app/routes/products.py";
    project.edit(file, (text) => text.replace("from decimal", "import openpyxl\nfrom decimal"));
    backend["version"] = "1.2.0";
    await underLoad(() =>
      fails(
        /Service backend did not become healthy/,
        /ModuleNotFoundError: No module named 'openpyxl'/,
        /It gets no requests; the release that served before, if there is one, still does/,
      ),
    );
    const { version } = (await (await fetch(`${url}/health`)).json()) as { version: string };
    assert.equal(version, "1.1.0");
    project.edit(file, (text) => text.replace("import openpyxl\n", ""));
  });

  it("back to the first release: no request fails, and the orders are there", async () => {
    const { output, exitCode } = await underLoad(() => operation("rollback", "--to", "1", "--yes"));
    assert.equal(exitCode, 0, output);
    assert.match(output, /004_add_order_remark\.sql stays applied; release 1 works with that/);
    const { version } = (await (await fetch(`${url}/health`)).json()) as { version: string };
    assert.equal(version, "1.0.0");
    assert.equal(await sql("SELECT count(*) FROM orders"), "2");
    const records = JSON.parse((await operation("releases", "--json")).output) as ReleaseRecord[];
    assert.deepEqual(
      records.map(({ result, rollbackTo }) => [result, rollbackTo]),
      [
        ["succeeded", undefined],
        ["succeeded", undefined],
        ["failed", undefined],
        ["succeeded", 1],
      ],
    );
  });

  it("a backup brings back orders that were deleted", async () => {
    const backup = await operation("backup");
    assert.equal(backup.exitCode, 0, backup.output);
    await sql("DELETE FROM orders");
    assert.equal((await api<{ total: number }>("/orders")).answer.total, 0);
    const { output, exitCode } = await operation("restore", "latest", "--yes");
    assert.equal(exitCode, 0, output);
    assert.match(output, /orders: 0 rows now, 2 in the backup/);
    assert.equal((await api<{ total: number }>("/orders")).answer.total, 2);
  });

  it("is gone after destroy, but for what is kept on purpose", async () => {
    const { stdout, stderr, exitCode } = await project.cli(
      ...["destroy", "--yes", "--skip-preview", "--stack", project.stack],
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await project.onEngine("container"), []);
    assert.deepEqual(await project.onEngine("network"), []);
    assert.deepEqual(
      await project.onEngine("volume"),
      ["database", "database-backups", "releases", "releases-sources"].map(name),
    );
  });
});
