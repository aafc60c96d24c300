import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startLoad, type LoadResult } from "../../../bench/load";
import type { ReleaseRecord } from "../../../components/release/record";
import { ensureBaseImages } from "../../../toolchain/images";
import { run } from "../../../toolchain/run";
import { openBrowser, visit } from "../../support/browser";
import { root } from "../../support/program";
import { freePort, TestProject } from "../../support/project";

/** order-system as its operators live with it, from the first deployment to its end. The tests follow one another. */
describe("docker: order-system", function () {
  this.timeout(600_000);
  let project: TestProject;
  let browser: Browser;
  let url: string;
  let token = "";
  const password = "Blaue-Kartons-77";
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
  const container = (service: string) =>
    docker("ps", "--quiet", "--filter", `name=^${name(service)}-[0-9a-f]{7}$`);
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

  async function underLoad<T>(work: () => Promise<T>): Promise<T> {
    const urls = [`${url}/api/products`, `${url}/`, `${url}/health`, `${url}/version`];
    const load = await startLoad({ urls, rate: 60, connections: 6, timeout: 30 });
    let result: LoadResult | undefined;
    try {
      const done = await work();
      result = await load.stop();
      return done;
    } finally {
      result ??= await load.stop();
      assert.deepEqual(result.failed, {});
      assert.ok(result.good > 100, `only ${result.good} requests`);
    }
  }

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
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await api<{ total: number }>("/products")).answer.total, 6);
    assert.equal(
      await sql("SELECT string_agg(tablename, ',' ORDER BY 1) FROM pg_tables WHERE schemaname = 'public'"),
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
});
