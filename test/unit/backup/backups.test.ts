import assert from "node:assert/strict";
import { backupsMistakes, settingsOf, type BackupsArgs } from "../../../components/backup/arguments";
import { Backups } from "../../../components/backup/backups";
import { inDatabase } from "../../../components/backup/scripts";
import { MySql } from "../../../components/database/mysql/mysql";
import { Postgres } from "../../../components/database/postgres/postgres";
import type { ProductName } from "../../../components/database/product/product";
import { productOf, products } from "../../../components/database/products";
import { Host } from "../../../components/engine/host";
import { withMocks } from "../../support/program";

const database = { product: products.mariadb } as unknown as BackupsArgs["database"];
const mistakes = (args: Partial<BackupsArgs>, role = "shop_backup") =>
  backupsMistakes(role, { database, ...args });

describe("backups: arguments", () => {
  it("default to 02:30, 7 days, 4 weeks, 6 months, a test a week, and unhealthy after 26 hours", () =>
    assert.deepEqual(settingsOf({ database }), {
      AT: "02:30",
      EVERY: "0",
      KEEP: "daily=7 weekly=4 monthly=6 releases=3",
      MAX_AGE: "93600",
      RETRY: "600",
      TEST_EVERY: "604800",
    }));

  it("every hour: unhealthy after two of them and ten minutes", () => {
    const { AT, EVERY, MAX_AGE } = settingsOf({ database, schedule: { everyMinutes: 60 } });
    assert.deepEqual({ AT, EVERY, MAX_AGE }, { AT: "", EVERY: "3600", MAX_AGE: "7800" });
  });

  for (const [args, expected] of [
    [{ schedule: { at: "2:30" } }, /^schedule\.at: "2:30" is not a time of day; write one such as "02:30"$/],
    [{ schedule: { at: "24:00" } }, /^schedule\.at/],
    [
      { schedule: { everyMinutes: 0 } },
      /^schedule\.everyMinutes: expected a number of minutes greater than 0, found 0$/,
    ],
    [{ retention: { weekly: 1.5 } }, /^retention\.weekly: expected a whole number, at least 0, found 1\.5$/],
    [{ retention: { monthly: -1 } }, /^retention\.monthly/],
    [{ restoreTestDays: Number.NaN }, /^restoreTestDays: expected a number, at least 0, found NaN$/],
    [{ memory: 64 }, /^memory: 64 MiB is too little for the server of a restore test: set at least 256 MiB$/],
  ] as [Partial<BackupsArgs>, RegExp][])
    it(`refuse ${JSON.stringify(args)}`, () => {
      const found = mistakes(args);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", expected);
    });

  it("refuse a database whose role would have too long a name", () =>
    assert.match(
      mistakes({}, `${"x".repeat(26)}_backup`)[0] ?? "",
      /^database: the role .* would have 33 characters, but MariaDB allows only 32: choose a shorter name$/,
    ));
});

describe("backups: what runs in the database's container", () => {
  const command = (engine: keyof typeof products) => inDatabase(products[engine], "shop", "dump");

  it("becomes the server's user when it is root", () =>
    assert.match(
      command("postgresql"),
      /\[ "\$\(id -u\)" != 0 \] \|\| exec gosu postgres sh -c "\$1"; eval "\$1"$/,
    ));

  it("uses the programs of its engine", () => {
    assert.match(command("mariadb"), /DUMPER='\\''mariadb-dump'\\''/);
    assert.match(
      command("mysql"),
      /DUMPER='\\''mysqldump'\\''\n.*SERVER_PROGRAM.*\n.*--set-gtid-purged=OFF --no-tablespaces/,
    );
    assert.doesNotMatch(command("postgresql"), /mariadb|mysql/);
  });
});

describe("backups: the role that reads", () => {
  const sql = (product: ProductName) =>
    productOf(product).roleSql({
      ...{ database: "my_shop", owner: "my_shop_owner" },
      ...{ role: "my_shop_backup", secret: "s3cret", may: "backup" },
    });

  it("reads everything of PostgreSQL and writes nothing", () => {
    assert.match(sql("PostgreSQL"), /GRANT pg_read_all_data TO "my_shop_backup";/);
    assert.match(sql("PostgreSQL"), /NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS/);
    assert.match(sql("PostgreSQL"), /SET default_transaction_read_only = on/);
  });

  it("reads one database of MySQL, with its routines", () => {
    for (const product of ["MySQL", "MariaDB"] as const) {
      assert.match(sql(product), /GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `my\\_shop`\.\* TO/);
      assert.doesNotMatch(sql(product), /INSERT|UPDATE|DELETE|ALL PRIVILEGES/);
    }
    assert.match(sql("MariaDB"), /GRANT SELECT ON mysql\.proc TO/);
    assert.match(sql("MySQL"), /GRANT SHOW_ROUTINE ON \*\.\* TO/);
  });
});

describe("backups: the component", () => {
  const common = { image: "sha256:1", database: "shop", memory: 512, protect: true };
  const made = (engine: "postgresql" | "mariadb", args: Partial<BackupsArgs> = {}) =>
    withMocks("system", "test", {}, [], () => {
      const host = new Host("host", {
        system: "system",
        stack: "test",
        endpoint: "unix:///var/run/docker.sock",
      });
      const server =
        engine === "mariadb"
          ? new MySql("orders", { host, engine, ...common })
          : new Postgres("orders", { host, ...common, timeZone: "Asia/Shanghai" });
      return new Backups("backups", { database: server, ...args });
    });

  it("has a container on the database's network only, with the volume of the backups and its server's user", async () => {
    const { resources } = await made("postgresql");
    const container = resources.find(
      ({ type, name }) => type.startsWith("docker:") && name === "backups",
    )?.inputs;
    assert.deepEqual(container?.["networksAdvanced"], [{ name: "system-test-database" }]);
    assert.equal(container?.["user"], "postgres");
    const volumes = container?.["volumes"] as { containerPath: string; volumeName?: string }[];
    assert.ok(
      volumes.some(
        (each) =>
          each.containerPath === "/var/backups/database" && each.volumeName === "system-test-orders-backups",
      ),
    );
    assert.ok((container?.["envs"] as string[]).includes("TZ=Asia/Shanghai"));
  });

  it("keeps the volume of the backups as it keeps the data's", async () => {
    const { resources } = await made("mariadb");
    const guards = (wanted: string) =>
      resources
        .filter(({ name }) => name === wanted)
        .map(({ protect, retainOnDelete }) => ({ protect, retainOnDelete }));
    assert.deepEqual(guards("orders-backups"), [{ protect: true, retainOnDelete: true }]);
    assert.deepEqual(guards("orders-backups"), guards("orders-data"));
  });

  it("hands its password over on standard input only", async () => {
    for (const engine of ["postgresql", "mariadb"] as const) {
      const { resources } = await made(engine);
      const bare = resources
        .filter(({ type }) => !type.startsWith("random:"))
        .map(({ inputs }) => JSON.stringify({ ...inputs, stdin: undefined }));
      assert.ok(!bare.some((text) => text.includes("generated-backups-password")));
    }
  });

  it("tells every mistake at once", async () => {
    await assert.rejects(made("postgresql", { schedule: { at: "noon" }, memory: 1 }), (error: Error) =>
      /Backups backups cannot be created with these arguments; nothing was changed\.\n {2}schedule\.at: .*\n {2}memory: /.test(
        error.message,
      ),
    );
  });
});
