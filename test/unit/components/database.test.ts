import assert from "node:assert/strict";
import type { RolesJob } from "../../../components/database/roles/job";
import * as pulumi from "@pulumi/pulumi";
import { Host } from "../../../components/engine/host";
import { MySql, type MySqlArgs } from "../../../components/database/mysql/mysql";
import { scramVerifier } from "../../../components/database/postgres/scram";
import { Postgres, type PostgresArgs } from "../../../components/database/postgres/postgres";
import { withMocks, type Registered } from "../../support/program";

type Made<T> = { database: T; of: (name: string) => Record<string, unknown>; resources: Registered[] };

const common = { image: "sha256:1", database: "shop", memory: 512, protect: false };

async function made<T>(make: (host: Host) => T): Promise<Made<T>> {
  const { program, resources } = await withMocks("system", "test", {}, [], () =>
    make(new Host("host", { system: "system", stack: "test", endpoint: "unix:///var/run/docker.sock" })),
  );
  const of = (name: string) => {
    // The component has its container's name.
    const found = resources.find((each) => each.name === name && !each.type.startsWith("web-systems:"));
    assert.ok(found, `no resource ${name}`);
    return found.inputs;
  };
  return { database: program, of, resources };
}
const postgres = (args: Partial<PostgresArgs> = {}) =>
  made((host) => new Postgres("orders", { host, ...common, ...args }));
const mysql = (args: Partial<MySqlArgs> = {}) =>
  made((host) => new MySql("orders", { host, engine: "mariadb", ...common, ...args }));

describe("database: PostgreSQL", () => {
  it("starts its server with its settings, sorted, its time zone and what its extensions need", async () => {
    const { of } = await postgres({
      settings: { max_connections: 50, log_connections: true, work_mem: "8MB" },
      extensions: ["pg_stat_statements", "citext"],
      timeZone: "Asia/Shanghai",
    });
    assert.deepEqual(of("orders")["command"], [
      "postgres",
      ...["-c", "log_connections=on", "-c", "log_timezone=Asia/Shanghai", "-c", "max_connections=50"],
      ...["-c", "shared_preload_libraries=pg_stat_statements", "-c", "timezone=Asia/Shanghai"],
      ...["-c", "work_mem=8MB"],
    ]);
  });

  it("publishes no port unless asked, and then on 127.0.0.1 only", async () => {
    assert.equal((await postgres()).of("orders")["ports"], undefined);
    assert.deepEqual((await postgres({ localPort: 5433 })).of("orders")["ports"], [
      { internal: 5432, external: 5433, ip: "127.0.0.1" },
    ]);
  });

  it("passes its limits on, and gives 60 s to stop", async () => {
    const limits = (await postgres({ cpus: 1.5, shmSize: 200 })).of("orders");
    assert.deepEqual(
      ["memory", "cpus", "shmSize", "stopTimeout", "destroyGraceSeconds"].map((key) => limits[key]),
      [512, "1.5", 200, 60, 60],
    );
    assert.equal((await postgres({ stopGrace: 300 })).of("orders")["stopTimeout"], 300);
  });

  it("is looked at by the guard before its container, with the volume's name", async () => {
    const { of, resources } = await postgres({ volume: "other" });
    const at = (prefix: string, wanted: string) =>
      resources.findIndex(({ type, name }) => type.startsWith(prefix) && name === wanted);
    assert.ok(at("command:", "orders-guard") < at("docker:", "orders"));
    assert.equal((JSON.parse(of("orders-guard")["stdin"] as string) as { volume: string }).volume, "other");
    assert.equal(of("orders-data")["name"], "other");
  });
});

describe("database: a password of the application that comes from elsewhere", () => {
  const appPassword = "it's\\ a:p@ss/word";
  const plain = (url: pulumi.Output<string>) => new Promise((done) => url.apply(done));
  /** What a job with a secret is told, as the engine sees it. */
  const sqlOf = ({ stdin }: Record<string, unknown>) =>
    (JSON.parse((stdin as { value: string }).value) as RolesJob).sql;

  it("is the role's, in no statement of PostgreSQL, quoted for MariaDB, and stands encoded in the URL", async () => {
    const { of, database, resources } = await postgres({ appPassword });
    const sql = sqlOf(of("orders-roles"));
    assert.ok(sql.includes(`PASSWORD '${scramVerifier(appPassword, "system-test/shop_app")}'`));
    assert.doesNotMatch(sql, /p@ss/);
    const url = "it's%5C%20a%3Ap%40ss%2Fword@orders:5432/shop";
    assert.equal(await plain(database.url), `postgresql://shop_app:${url}`);
    assert.equal(await pulumi.isSecret(database.url), true);
    assert.ok(!resources.some(({ name }) => name === "orders-app-password"));
    const maria = sqlOf((await mysql({ appPassword })).of("orders-roles"));
    assert.ok(maria.includes("BY 'it\\'s\\\\ a:p@ss/word'"), maria);
  });
});

describe("database: MySQL and MariaDB", () => {
  it("runs as its own user without any capability, with utf8mb4 and its collation", async () => {
    const { of } = await mysql({ collation: "utf8mb4_unicode_ci", settings: { max_connections: 50 } });
    const container = of("orders");
    assert.equal(container["user"], "mysql");
    assert.deepEqual(container["capabilities"], { drops: ["ALL"] });
    assert.deepEqual(container["command"], [
      "mariadbd",
      "--character-set-server=utf8mb4",
      "--collation-server=utf8mb4_unicode_ci",
      "--max_connections=50",
    ]);
  });

  it("keeps root to the container, with a password that is nowhere", async () => {
    for (const [engine, prefix] of [
      ["mariadb", "MARIADB"],
      ["mysql", "MYSQL"],
    ] as const) {
      const envs = (await mysql({ engine })).of("orders")["envs"] as string[];
      assert.deepEqual(envs, [
        `${prefix}_DATABASE=shop`,
        `${prefix}_ROOT_PASSWORD_FILE=/proc/sys/kernel/random/uuid`,
        `${prefix}_ROOT_HOST=localhost`,
        "TZ=UTC",
      ]);
    }
  });

  it("uses the programs of the engine that was asked for", async () => {
    const { of, database } = await mysql({ engine: "mysql" });
    assert.deepEqual((of("orders")["command"] as string[])[0], "mysqld");
    assert.match((of("orders")["entrypoints"] as string[])[2] ?? "", /INSTALL PLUGIN auth_socket/);
    assert.match(String(of("orders-ready")["stdin"]), /"query":"mysql /);
    assert.match(
      database.ownerClient,
      /^mysql --defaults-extra-file=\/var\/lib\/mysql\/\.owner\.cnf -u shop_owner shop$/,
    );
  });

  it("hands its password to no environment, label or command", async () => {
    const { resources } = await mysql();
    const bare = resources
      .filter(({ type }) => !type.startsWith("random:"))
      .map(({ inputs }) => JSON.stringify({ ...inputs, stdin: undefined }));
    assert.ok(!bare.some((text) => text.includes("generated-orders-app-password")));
    const roles = resources.find(({ name }) => name === "orders-roles");
    assert.ok(JSON.stringify(roles?.inputs["stdin"]).includes("generated-orders-app-password"));
  });
});
