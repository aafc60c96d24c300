import assert from "node:assert/strict";
import { MySql } from "../../../components/database/mysql/mysql";
import { databaseMistakes, type CheckedArgs } from "../../../components/database/mistakes";
import { products } from "../../../components/database/products";
import { Postgres } from "../../../components/database/postgres/postgres";
import { Host } from "../../../components/engine/host";
import { withMocks } from "../../support/program";

const good: CheckedArgs = {
  database: "shop",
  owner: "shop_owner",
  app: "shop_app",
  memory: 512,
  protect: true,
};
const postgres = (args: Partial<CheckedArgs>) => databaseMistakes(products.postgresql, { ...good, ...args });
const mariadb = (args: Partial<CheckedArgs>) => databaseMistakes(products.mariadb, { ...good, ...args });

describe("database: mistakes in its arguments", () => {
  it("are none in good ones", () => {
    const args: Partial<CheckedArgs> = {
      ...{
        cpus: 0.5,
        shmSize: 64,
        localPort: 65535,
        timeZone: "Asia/Shanghai",
        stopGrace: 60,
        startTimeout: 5,
      },
      volume: "data-17",
    };
    assert.deepEqual(
      postgres({ ...args, settings: { shared_buffers: "384MB", "pg_stat_statements.max": 1 } }),
      [],
    );
    assert.deepEqual(
      mariadb({ ...args, settings: { innodb_buffer_pool_size: "384M", "skip-log-bin": true } }),
      [],
    );
  });

  const bad: [Partial<CheckedArgs>, RegExp][] = [
    [{ database: "my-shop" }, /^database: "my-shop" is not a plain name/],
    [{ database: "Shop" }, /^database: "Shop" is not a plain name/],
    [{ database: "shop; DROP TABLE x" }, /^database: .* is not a plain name/],
    [{ owner: "" }, /^owner: "" is not a plain name/],
    [{ app: "shop_owner" }, /^app: "shop_owner" is also the owner of the schema: name two roles/],
    [{ app: "postgres" }, /^app: "postgres" belongs to PostgreSQL itself/],
    [{ owner: "pg_owner" }, /^owner: "pg_owner" belongs to PostgreSQL/],
    [{ database: "a".repeat(64) }, /has 64 characters, but PostgreSQL allows only 63/],
    [{ volume: "a/b" }, /^volume: "a\/b" is not the name of a volume/],
    [{ memory: 0.5 }, /^memory: 0\.5 is not a whole number of MiB/],
    [
      { memory: 128 },
      /^memory: 128 MiB is too little for shared_buffers of 128 MiB, the default: set at least 171 MiB/,
    ],
    [
      { settings: { shared_buffers: "1GB" } },
      /^memory: 512 MiB is too little for shared_buffers of 1024 MiB: .* 384 MiB or less/,
    ],
    [{ settings: { shared_buffers: 131072 } }, /too little for shared_buffers of 1024 MiB/],
    [{ settings: { shared_buffers: "much" } }, /^settings\.shared_buffers: "much" is not a size: .*256MB/],
    [{ cpus: 0 }, /^cpus: expected a number greater than 0/],
    [{ shmSize: 0 }, /^shmSize: 0 is not a whole number/],
    [{ shmSize: 1024 }, /^shmSize: 1024 MiB is more than the memory of 512 MiB/],
    [{ localPort: 0 }, /^localPort: 0 is not a port/],
    [{ localPort: 65536 }, /^localPort: 65536 is not a port/],
    [{ timeZone: "Asia/Bejing" }, /^timeZone: "Asia\/Bejing" is not a time zone/],
    [{ startTimeout: 0 }, /^startTimeout: expected a number of seconds greater than 0/],
    [{ stopGrace: 10 }, /^stopGrace: 10 is less than 60 seconds/],
    [
      { settings: { "max connections": 5 } },
      /^settings: "max connections" is not the name of a setting of PostgreSQL/,
    ],
    [
      { settings: { timezone: "UTC" } },
      /^settings\.timezone: is set by the component; remove it from settings, and use timeZone/,
    ],
    [{ settings: { data_directory: "/x" } }, /^settings\.data_directory: is set by the component; remove it/],
    [{ settings: { work_mem: NaN } }, /^settings\.work_mem: NaN is not a number/],
    [{ settings: { search_path: "a\nb" } }, /^settings\.search_path: the value must be a single line/],
  ];
  for (const [args, message] of bad)
    it(`names ${JSON.stringify(args).slice(0, 60)}`, () => {
      const found = postgres(args);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", message);
    });

  it("differ where the engines do", () => {
    assert.match(mariadb({ database: "a".repeat(33) }).join(), /33 characters, but MariaDB allows only 32/);
    assert.match(mariadb({ app: "root" }).join(), /belongs to MariaDB itself/);
    assert.match(
      mariadb({ settings: { "bind-address": "::" } }).join(),
      /^settings\.bind-address: is set by/,
    );
    assert.match(
      mariadb({ settings: { innodb_buffer_pool_size: "1G" } }).join(),
      /too little for innodb_buffer_pool_size of 1024 MiB/,
    );
    assert.match(mariadb({ settings: { innodb_buffer_pool_size: "big" } }).join(), /not a size: .*256M$/);
  });

  const host = () =>
    new Host("host", { system: "system", stack: "test", endpoint: "unix:///var/run/docker.sock" });
  const refused = async (make: () => unknown) => {
    let message = "";
    const { resources } = await withMocks("system", "test", {}, [], () => {
      try {
        make();
      } catch (error) {
        message = (error as Error).message;
      }
    });
    return { message, made: resources.filter(({ type }) => type.startsWith("docker:index/container")) };
  };

  it("are refused together, before anything is made", async () => {
    const { message, made } = await refused(
      () =>
        new Postgres("db", {
          ...{ host: host(), image: "sha256:1", protect: true, memory: 64, localPort: 99999 },
          ...{ database: "My Shop", owner: "same", app: "same", extensions: ["drop table"] },
          settings: { "no good": 1 },
        }),
    );
    assert.equal(message.split("\n").length, 7, `one line to begin with and six mistakes, not:\n${message}`);
    assert.match(
      message,
      /^Database db cannot be created with these arguments; nothing was changed\.\n {2}database: "My Shop"/,
    );
    assert.match(message, /extensions: "drop table" is not the name of an extension/);
    assert.deepEqual(made, []);
  });

  it("name a collation of another character set", async () => {
    const { message } = await refused(
      () =>
        new MySql("db", {
          ...{ host: host(), image: "sha256:1", protect: true, memory: 512, database: "shop" },
          ...{ engine: "mariadb", collation: "latin1_swedish_ci" },
        }),
    );
    assert.match(message, /collation: "latin1_swedish_ci" is not a collation of utf8mb4/);
  });
});
