import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { openBrowser, visit } from "../../support/browser";
import { Elife, type Ended } from "../../support/elife";
import { served, underLoad } from "../../support/under-load";

const documented = "20250118090000_add_version_and_anomaly_fields";
const password = "Correct-Horse-8-Battery";

/** The life of eLife on a real engine, as its operators live it. The tests follow one another. */
describe("docker: elife, from its first deployment to its end", function () {
  this.timeout(600_000);
  let elife: Elife;
  let browser: Browser;
  let bought: string;

  before(async () => {
    elife = await Elife.create();
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await elife?.project.remove();
  });

  const up = () => elife.up();
  async function succeeds(work: Promise<Ended>): Promise<string> {
    const { output, exitCode } = await work;
    assert.equal(exitCode, 0, output);
    return output;
  }
  async function fails(work: Promise<Ended>, ...patterns: RegExp[]): Promise<void> {
    const { output, exitCode } = await work;
    assert.notEqual(exitCode, 0, output);
    for (const pattern of patterns) assert.match(output, pattern);
    assert.doesNotMatch(output, /^\s+at .*:\d+:\d+/m, "a stack trace");
  }

  /** Kept-alive clients ask the page and the backend, which asks the database, all the while; none of them may fail. */
  async function noneFails<T>(work: () => Promise<T>): Promise<T> {
    const urls = [`${elife.url}/health`, `${elife.url}/`, `${elife.url}/app.js`];
    const { result, load } = await underLoad(urls, work);
    served(load);
    return result;
  }

  const verified = () => elife.verify();

  it("is refused without its settings: all are named at once, and nothing is made", async () => {
    const { backend, unitelSimulator, ...others } = elife.settings;
    elife.project.settings = { ...others, backend: { version: "1.0.0" } };
    await fails(
      up(),
      /has 6 mistakes; nothing was changed/,
      /backend\.secrets\.UNITEL_PASSWORD: missing/,
      ...["WECHAT_APPID", "WECHAT_MCH_ID", "WECHAT_ENV_ID", "UNITEL_API_URL", "UNITEL_USERNAME"].map(
        (name) => new RegExp(`backend\\.settings\\.${name}: missing`),
      ),
    );
    assert.deepEqual(await elife.project.onEngine("container"), []);
    elife.project.settings = { ...others, backend, unitelSimulator };
  });

  it("comes up from nothing: Prisma's folders applied in order, products there, the documented columns and indexes too", async () => {
    const output = await succeeds(up());
    assert.match(output, /products: 5 created, 0 already there, 5 in total/);
    assert.equal((await elife.ask("/health")).status, 200);
    assert.equal(
      await elife.sql(
        "SELECT GROUP_CONCAT(name ORDER BY ordinal) FROM migrations_ledger WHERE state = 'applied'",
      ),
      `20241201080000_init,20250110080000_add_test_orders,${documented}`,
    );
    const columns = await elife.sql(
      "SELECT column_name, column_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'elife' AND table_name = 'orders' AND column_name REGEXP '^(version|anomaly_.*)$' ORDER BY 1",
    );
    assert.equal(
      columns,
      "anomaly_details\ttext\tYES\tNULL\nanomaly_reason\tvarchar(100)\tYES\tNULL\nversion\tint(11)\tNO\t0",
    );
    const indexes = await elife.sql(
      "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = 'elife' AND index_name LIKE 'idx%' ORDER BY 1",
    );
    assert.equal(indexes, "idx_anomaly_reason\nidx_payment_recharge_at\nidx_recharge_status_at_seqid");
  });

  it("creates the administrator once, who logs in on the page and sees an order that was made", async () => {
    const create = (word: string) => elife.npm(["administrator", "--password-stdin"], `${word}\n`);
    assert.match(await succeeds(create(password)), /^administrator admin: created$/m);
    assert.match(await succeeds(create("another-Password-99")), /^administrator admin: already there$/m);
    assert.equal((await elife.ask("/api/orders")).status, 401);
    const wrong = await elife.ask("/api/auth/login", { username: "admin", password: "another-Password-99" });
    assert.equal(wrong.status, 401);
    const { body } = await elife.ask("/api/auth/login", { username: "admin", password });
    elife.token = (body as { accessToken: string }).accessToken;
    bought = (await elife.buy()).orderNumber;

    const { page, problems } = await visit(browser, `${elife.url}/`);
    await page.fill("input[name=username]", "admin");
    await page.fill("input[name=password]", password);
    await page.click("#login button");
    const row = page.locator(`tr[data-order=${bought}]`);
    await row.waitFor();
    assert.match(await row.innerText(), /88112233\s+UNITEL VOICE 5000\s+10\.00\s+待处理\s+待处理/);
    assert.equal(await page.textContent("#version"), "版本 1.0.0");
    assert.deepEqual(problems, []);
    await page.close();
  });

  it("100 callbacks, 10 at a time, through Nginx: Unitel is asked to recharge exactly once", async () => {
    const { orderNumber, payment } = await elife.buy();
    let left = 100;
    const client = async () => {
      while (left-- > 0)
        assert.deepEqual((await elife.pay(orderNumber, payment)).body, { errcode: 0, errmsg: "" });
    };
    await Promise.all(Array.from({ length: 10 }, client));
    assert.equal(await elife.recharges(orderNumber), 1);
    assert.match(
      await elife.sql(
        `SELECT payment_status, recharge_status, recharge_seq_id FROM orders WHERE order_number = '${orderNumber}'`,
      ),
      /^paid\tsuccess\tU\d{8}$/,
    );
  });

  it("a wrong amount is noted and answered errcode 0, one of another order is refused: neither pays", async () => {
    assert.deepEqual(await elife.pay(bought, { totalFee: 999_999 }), {
      status: 200,
      body: { errcode: 0, errmsg: "" },
    });
    assert.deepEqual(await elife.pay(bought, {}), { status: 200, body: { errcode: 0, errmsg: "" } });
    const foreign = await elife.pay(bought, { totalFee: 1000, attach: '{"orderNumber":"ORD999999"}' });
    assert.equal(foreign.status, 400);
    assert.equal(
      await elife.sql(
        `SELECT payment_status, recharge_status, anomaly_reason FROM orders WHERE order_number = '${bought}'`,
      ),
      "pending\tpending\tamount_mismatch",
    );
    assert.equal(await elife.recharges(bought), 0);
  });

  it("its verification passes, asks nothing of Unitel and leaves nothing behind", async () => {
    const orders = await elife.sql("SELECT COUNT(*) FROM orders");
    const output = await succeeds(verified());
    assert.match(output, /^ok {6}100 callbacks, 10 at a time: exactly one recharge$/m);
    assert.equal(output.match(/^ok /gm)?.length, 5);
    const made = /ORD\d+/.exec(output)?.[0] ?? assert.fail(output);
    assert.equal(await elife.recharges(made), 0);
    assert.equal(await elife.sql("SELECT COUNT(*) FROM orders"), orders);
    assert.equal(
      await elife.sql(
        "SELECT (SELECT COUNT(*) FROM users WHERE role = 'test') + (SELECT COUNT(*) FROM test_recharges)",
      ),
      "0",
    );
  });

  it("the documented migration reverted by its down file: verification says what fails, and it is applied again", async () => {
    await succeeds(elife.npm(["migrate", "down", documented, "--yes"]));
    const columns =
      "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'elife' AND table_name = 'orders' AND column_name REGEXP '^(version|anomaly_.*)$'";
    assert.equal(await elife.sql(columns), "0");
    await fails(
      verified(),
      /^FAILED {2}100 callbacks, 10 at a time\n +expected: .*errcode 0\n +found: +500 .*\n +look at: +the log of the backend/m,
    );
    await succeeds(elife.npm(["migrate", "apply", "--yes"]));
    assert.equal(await elife.sql(columns), "3");
    await succeeds(verified());
  });

  it("an index dropped by hand is named, and a table: on demand and after an update that changes nothing", async () => {
    await elife.sql("DROP INDEX idx_anomaly_reason ON orders; RENAME TABLE test_recharges TO gone");
    const named = [
      /index idx_anomaly_reason/,
      /table test_recharges/,
      /FAILED {2}verification\n.*\n.*'elife.test_recharges' doesn't exist/,
    ];
    await fails(elife.npm(["verify"]), ...named);
    await fails(up(), ...named);
    await elife.sql(
      "CREATE INDEX idx_anomaly_reason ON orders (anomaly_reason); RENAME TABLE gone TO test_recharges",
    );
    await succeeds(elife.npm(["verify"]));
  });

  it("a second system that claims its port is refused before it makes anything", async () => {
    const second = await Elife.create(elife.port);
    try {
      const { stdout, stderr, exitCode } = await second.project.up();
      assert.notEqual(exitCode, 0);
      assert.match(
        stdout + stderr,
        new RegExp(
          `Port ${elife.port} of the host is taken by the container elife-${elife.project.stack}-nginx`,
        ),
      );
      for (const kind of ["container", "network", "volume"] as const)
        assert.deepEqual(await second.project.onEngine(kind), []);
    } finally {
      await second.project.remove();
    }
  });

  it("an upgrade with a migration, under load: no request fails", async () => {
    elife.settings.backend.version = "1.1.0";
    elife.migration("20260101080000_add_note", "ALTER TABLE `orders` ADD COLUMN `note` VARCHAR(200) NULL;\n");
    await noneFails(() => succeeds(up()));
    assert.deepEqual((await elife.ask("/health")).body, { status: "ok", version: "1.1.0" });
  });

  it("a migration that fails half-way: the release serves on, and it is reverted by hand and resolved", async () => {
    const broken = "20260102080000_add_channel";
    const add = "ALTER TABLE `orders` ADD COLUMN `channel` VARCHAR(16) NULL;\n";
    elife.migration(broken, `${add}ALTER TABLE \`oders\` ADD INDEX \`idx_channel\` (\`channel\`);\n`);
    await noneFails(() => fails(up(), new RegExp(`${broken}[^]*line 2[^]*oders`), /resolve/));
    await fails(up(), new RegExp(broken), /resolve/);
    assert.match(await succeeds(elife.npm(["migrate", "status"])), new RegExp(`${broken} .*started`));
    await elife.sql("ALTER TABLE orders DROP COLUMN channel");
    await succeeds(elife.npm(["migrate", "resolve", broken, "--rolled-back"]));
    elife.migration(broken, add);
    await noneFails(() => succeeds(up()));
    assert.equal(await elife.sql(`SELECT state FROM migrations_ledger WHERE name = '${broken}'`), "applied");
  });

  it("an image that lacks a package: the candidate says so, and the release before serves on", async () => {
    const complete = "COPY --from=build /build/dist dist\n";
    elife.settings.backend.version = "1.2.0";
    elife.project.edit("apps/backend/Dockerfile", (text) =>
      text.replace(complete, `${complete}RUN rm -r node_modules/mysql2\n`),
    );
    await noneFails(() =>
      fails(up(), /backend-ready/, /elife backend cannot start: Cannot find module 'mysql2\/promise'/),
    );
    assert.deepEqual((await elife.ask("/health")).body, { status: "ok", version: "1.1.0" });
    elife.project.edit("apps/backend/Dockerfile", (text) =>
      text.replace("RUN rm -r node_modules/mysql2\n", ""),
    );
    await succeeds(up());
    assert.deepEqual((await elife.ask("/health")).body, { status: "ok", version: "1.2.0" });
  });

  it("goes back to its first release under load: no request fails, the new columns stay", async () => {
    const output = await noneFails(() => succeeds(elife.npm(["rollback", "--to", "1", "--yes"])));
    assert.match(
      output,
      /20260101080000_add_note, 20260102080000_add_channel stay applied; release 1 works with that/,
    );
    assert.deepEqual((await elife.ask("/health")).body, { status: "ok", version: "1.0.0" });
    await succeeds(verified());
  });

  it("gets lost orders back from a backup", async () => {
    await succeeds(elife.npm(["backup"]));
    const orders = await elife.sql("SELECT COUNT(*) FROM orders");
    await elife.sql("DELETE FROM orders");
    const output = await succeeds(elife.npm(["restore", "latest", "--yes"]));
    assert.match(output, new RegExp(`orders: 0 rows now, ${orders} in the backup`));
    assert.equal(await elife.sql("SELECT COUNT(*) FROM orders"), orders);
    assert.equal((await elife.ask("/api/orders")).status, 200);
    await succeeds(verified());
  });

  it("is stopped at once in an emergency: everybody gets a page that says so, and callbacks are not taken", async () => {
    const edge = { ...elife.settings.edge, maintenance: { allow: ["/health"] } };
    elife.project.settings = { ...elife.project.settings, edge };
    await succeeds(up());
    assert.equal((await elife.ask("/")).status, 503);
    assert.equal((await elife.pay(bought, { totalFee: 1000 })).status, 503);
    assert.equal((await elife.ask("/health")).status, 200);
  });

  it("is destroyed: only the volumes that are to stay are left", async () => {
    const { exitCode, stdout, stderr } = await elife.project.cli(
      ...["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", elife.project.stack],
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.deepEqual(await elife.project.onEngine("container"), []);
    assert.deepEqual(await elife.project.onEngine("network"), []);
    const volumes = ["database", "database-backups", "releases", "releases-sources"];
    assert.deepEqual(
      await elife.project.onEngine("volume"),
      volumes.map((name) => `elife-${elife.project.stack}-${name}`),
    );
  });
});
