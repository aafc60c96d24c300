import assert from "node:assert/strict";
import { products } from "../../components/database/products";
import { mysqlRolesSql, rolesCommand } from "../../components/database/mysql/roles";
import { rolesSql } from "../../components/database/postgres/roles";
import type { Roles, RoleToMake } from "../../components/database/product/roles";
import { checkAppRole } from "../../components/verification/app-role";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { Guarded } from "../support/guarded";

const onThisMachine = { engine: Engine.of(theWorld), environment: {}, docker: "docker" };
const secret = "s3cret-of-the-application";
const backups: RoleToMake = {
  ...{ database: "shop", owner: "shop_owner", role: "shop_backup", may: "backup" },
  secret,
};
const roles: Roles = { database: "shop", owner: "shop_owner", app: "shop_app", secret, salt: "system-test" };

/** What the roles of a database let through and write down, on servers that log every statement. */
describe("docker: the roles of a database", function () {
  this.timeout(240_000);
  const pg = new Guarded("postgresql");
  const maria = new Guarded("mariadb");
  before(async () => {
    await ensureBaseImages(() => undefined, { names: [pg.image, maria.image] });
    const logged = [
      "--general-log=1",
      "--general-log-file=/tmp/all",
      "--slow-query-log=1",
      "--long-query-time=0",
    ];
    await Promise.all([
      pg.start(["-c", "log_statement=all", "-c", "log_min_duration_statement=0"]),
      maria.start([...logged, "--slow-query-log-file=/tmp/slow", "--log-bin=/tmp/binary", "--server-id=1"]),
    ]);
  });
  after(() => Promise.all([pg.remove(), maria.remove()]));

  const pipe = (server: Guarded, command: string, sql: string) =>
    run("docker", ["exec", "-i", server.container, "sh", "-c", command], { input: sql });
  const target = (server: Guarded, client: string) => {
    const { name: product, admin } = products[server.kind];
    const { container } = server;
    return { product, container, database: "shop", owner: "shop_owner", client, admin: admin("shop") };
  };

  it("PostgreSQL: no password is in the log, and each lets its role in", async () => {
    const admin = products.postgresql.admin("shop");
    await pipe(pg, admin, rolesSql(roles));
    await pipe(pg, admin, products.postgresql.roleSql(backups));
    const { stdout, stderr } = await run("docker", ["logs", pg.container]);
    assert.match(stdout + stderr, /ALTER ROLE "shop_app".*ALTER ROLE "shop_backup"/s);
    assert.ok(!(stdout + stderr).includes(secret));
    await pg.exec(
      "sed -i '/^host.*127/s/trust/scram-sha-256/' $PGDATA/pg_hba.conf && psql -U postgres -qc 'select pg_reload_conf()'",
    );
    for (const role of ["shop_app", "shop_backup"]) {
      const as = (password: string) =>
        pg.exec(`PGPASSWORD=${password} psql -h 127.0.0.1 -U ${role} -d shop -Atc 'select current_user'`);
      assert.equal(await as(secret), role);
      await assert.rejects(as("another"), /password authentication failed/);
    }
  });

  it("MariaDB: no password is in any log, and each lets its role in", async () => {
    const ownerFile = "/var/lib/mysql/.owner.cnf";
    await pipe(maria, rolesCommand("mariadb -u mysql", ownerFile, roles), mysqlRolesSql(roles));
    await pipe(maria, "mariadb -u mysql", products.mariadb.roleSql(backups));
    const [, owners = ""] = /password=(\w+)/.exec(await maria.exec(`cat ${ownerFile}`)) ?? [];
    assert.equal(owners.length, 48);
    const found = (text: string) =>
      maria.exec(`cat /tmp/all /tmp/slow /tmp/binary.0* | grep -ac ${text}`).catch(() => "0");
    for (const password of [secret, owners]) assert.equal(await found(password), "0");
    assert.notEqual(await found("skip_networking"), "0");
    for (const user of ["shop_app", "shop_backup"])
      assert.equal(
        await maria.exec(`MYSQL_PWD=${secret} mariadb -h 127.0.0.1 -u ${user} shop -Nse 'select user()'`),
        `${user}@127.0.0.1`,
      );
  });

  it("PostgreSQL: a table that was loaded by hand fails the check of the application's role, by its name", async () => {
    const client = "psql -X -v ON_ERROR_STOP=1 -U shop_owner -d shop -f -";
    const check = (tables: { table: string; private?: boolean }[]) =>
      checkAppRole({ name: "database", app: "shop_app", tables, target: target(pg, client) }, onThisMachine);
    await pipe(pg, client, "CREATE TABLE good (id int);");
    assert.equal((await check([{ table: "good" }])).failure, undefined);
    const admin = products.postgresql.admin("shop");
    await pipe(pg, admin, "CREATE TABLE dumped (id int);");
    const { failure } = await check([{ table: "good" }]);
    assert.match(failure?.found ?? "", /has no rights to: dumped$/);
    assert.equal((await check([{ table: "dumped", private: true }])).failure, undefined);
    const command = (failure?.fix ?? "").replace(/; a dump .*/, "");
    await run("sh", ["-c", command]);
    assert.equal((await check([{ table: "good" }, { table: "dumped" }])).failure, undefined);
    // The rights of its table alone let nobody insert: its numbers come from a sequence.
    await pipe(
      pg,
      admin,
      "CREATE TABLE numbered (id serial, own int GENERATED ALWAYS AS IDENTITY); GRANT ALL ON numbered TO shop_app;",
    );
    const sequence = await check([]);
    assert.match(sequence.failure?.found ?? "", /has no rights to: numbered_id_seq$/);
    assert.equal((await check([{ table: "numbered", private: true }])).failure, undefined);
    await run("sh", ["-c", (sequence.failure?.fix ?? "").replace(/; a dump .*/, "")]);
    assert.equal((await check([])).failure, undefined);
    await pipe(pg, admin, "REVOKE SELECT ON dumped FROM shop_app;");
    assert.match(
      (await check([{ table: "dumped" }])).failure?.found ?? "",
      /permission denied for table dumped/,
    );
  });

  it("MariaDB: a view of an account that is not there, and missing rights, fail the check", async () => {
    const client = "mariadb --defaults-extra-file=/var/lib/mysql/.owner.cnf -u shop_owner shop";
    const check = async () =>
      (
        await checkAppRole(
          { name: "database", app: "shop_app", tables: [], target: target(maria, client) },
          onThisMachine,
        )
      ).failure;
    await pipe(maria, client, "CREATE TABLE good (id int);");
    assert.equal(await check(), undefined);
    await pipe(
      maria,
      "mariadb -u mysql shop",
      "CREATE DEFINER = gone@'%' VIEW dumped AS SELECT * FROM good;",
    );
    assert.match((await check())?.found ?? "", /view dumped \(runs as gone@%, who is not there\)/);
    await pipe(
      maria,
      "mariadb -u mysql shop",
      "DROP VIEW dumped; REVOKE INSERT ON `shop`.* FROM shop_app@'%';",
    );
    assert.match((await check())?.found ?? "", /its tables: it may not read and write them/);
  });
});
