import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { products } from "../../components/database/products";
import { mysqlRolesSql, rolesCommand } from "../../components/database/mysql/roles";
import { rolesSql } from "../../components/database/postgres/roles";
import type { Roles } from "../../components/database/product/roles";
import { checkAppRole } from "../../components/verification/app-role";
import { refuseFull } from "../../operations/import/command";
import {
  asAdmin,
  contentsIn,
  makeBeside,
  removeBeside,
  tablesIn,
  type Target,
} from "../../operations/import/destination";
import { importInto } from "../../operations/import/import";
import { sourceOf } from "../../operations/import/source";
import { Engine } from "../../components/engine/engine";
import { theWorld } from "../../components/engine/world";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { Guarded } from "../support/guarded";

const onThisMachine = { engine: Engine.of(theWorld), environment: {}, docker: "docker" };
const secret = "s3cret-of-the-application";
const roles: Roles = { database: "shop", owner: "shop_owner", app: "shop_app", secret, salt: "system-test" };

/** Dumps of other servers, with owners and accounts that are not here, into the database of an application. */
describe("docker: import of a dump", function () {
  this.timeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), "import-"));
  const pg = new Guarded("postgresql");
  const maria = new Guarded("mariadb");
  before(async () => {
    await ensureBaseImages(() => undefined, { names: [pg.image, maria.image] });
    await Promise.all([pg.start(), maria.start()]);
    await pipe(pg, products.postgresql.admin("shop"), rolesSql(roles));
    await pipe(
      maria,
      rolesCommand("mariadb -u mysql", "/var/lib/mysql/.owner.cnf", roles),
      mysqlRolesSql(roles),
    );
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await Promise.all([pg.remove(), maria.remove()]);
  });

  const pipe = (server: Guarded, command: string, sql: string) =>
    run("docker", ["exec", "-i", server.container, "sh", "-c", command], { input: sql });
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const target = (server: Guarded, database = "shop"): Target => ({
    ...{ system: "system", stack: "test", service: "database", container: server.container },
    ...{ product: products[server.kind], database, owner: roles.owner, app: roles.app },
    engine: onThisMachine.engine,
    environment: {},
  });
  /** Nothing, or what it was refused with. */
  const load = (server: Guarded, path: string, database?: string) =>
    importInto(target(server, database), sourceOf(path)).then(
      () => "",
      (error: Error) => error.message,
    );
  const forApp = async (server: Guarded, database = "shop") => {
    const { name: product, admin } = products[server.kind];
    const { container } = server;
    const client = "false";
    const checked = { product, container, database, owner: roles.owner, client, admin: admin(database) };
    return (
      await checkAppRole({ name: "database", app: roles.app, tables: [], target: checked }, onThisMachine)
    ).failure?.found;
  };

  describe("PostgreSQL", () => {
    /** A dump of a database of which everything belongs to boss, who is not here. */
    const dumped = async () => {
      const made = `CREATE ROLE boss;\nCREATE DATABASE old OWNER boss;\n\\c old
CREATE EXTENSION pgcrypto;\nSET ROLE boss; CREATE SCHEMA depot;
CREATE TABLE item (id serial PRIMARY KEY, name text); INSERT INTO item (name) VALUES ('tea; GRANT'), ('订单');
CREATE TABLE depot.place (id int); CREATE VIEW names AS SELECT name FROM item; GRANT SELECT ON item TO boss;`;
      await pipe(pg, "psql -X -q -v ON_ERROR_STOP=1 -U postgres -f -", made);
      const stdout = await pg.exec("pg_dump -U postgres old");
      await pipe(pg, "psql -X -q -U postgres -f -", "DROP DATABASE old;\nDROP ROLE boss;");
      return stdout;
    };
    const asApp = (sql: string) => pg.exec(`psql -h 127.0.0.1 -U shop_app -d shop -Atc "${sql}"`);
    const clear = () =>
      asAdmin(target(pg), "DROP SCHEMA IF EXISTS depot CASCADE; DROP TABLE IF EXISTS item CASCADE;");
    let sql = "";
    before(async () => {
      await asAdmin(target(pg), "CREATE EXTENSION pgcrypto;");
      sql = await dumped();
    });

    it("loads SQL, packed or not: all belongs to the owner, and the application's role works with it", async () => {
      assert.equal(await load(pg, file("dump.sql.gz", gzipSync(sql))), "");
      assert.equal(await asApp("insert into item (name) values ('new') returning id"), "3\nINSERT 0 1");
      assert.equal(await asApp("select count(*) from names, depot.place"), "0");
      assert.equal(await forApp(pg), undefined);
      const owners = "select distinct tableowner from pg_tables where schemaname in ('public', 'depot')";
      assert.deepEqual(await asAdmin(target(pg), owners), ["shop_owner"]);
      await clear();
    });

    it("keeps nothing of a dump that fails, or is cut off", async () => {
      assert.match(
        await load(pg, file("bad.sql", `${sql}\nSELECT nothing;`)),
        /column "nothing" does not exist/,
      );
      assert.match(await load(pg, file("cut.sql", sql.slice(0, sql.indexOf("\\.\n") - 5))), /truncated/);
      assert.match(
        await load(pg, file("cut.sql.gz", gzipSync(sql).subarray(0, 300))),
        /unexpected end of file/,
      );
      assert.deepEqual(await tablesIn(target(pg)), []);
    });

    it("loads bytes as they are: of another encoding, and with carriage returns", async () => {
      const chinese = Buffer.concat([
        Buffer.from(
          "SET client_encoding = 'GBK';\r\nCREATE TABLE item (name text);\r\nINSERT INTO item VALUES ('",
        ),
        Buffer.from([0xb6, 0xa9, 0xb5, 0xa5, 13]),
        Buffer.from("x');\nCOPY item FROM stdin;\r\n\xb6\xa9\r\n\\.\r\n", "latin1"),
      ]);
      assert.equal(await load(pg, file("gbk.sql", chinese)), "");
      const names = "SELECT encode(convert_to(name, 'UTF8'), 'hex') FROM item";
      assert.deepEqual(await asAdmin(target(pg), names), ["e8aea2e58d950d78", "e8aea2"]);
      await clear();
    });

    it("loads nothing of what would leave the transaction", async () => {
      for (const end of ["COMMIT ;", "CREATE TABLE b (); END;", "\\! id"])
        assert.match(
          await load(pg, file("leaves.sql", `CREATE TABLE item ();\n${end}\nSELECT nothing;`)),
          /Line 2 of the dump/,
        );
      assert.deepEqual(await tablesIn(target(pg)), []);
    });

    it("loads an archive into a database beside", async () => {
      const archive = `docker exec ${pg.container} pg_dump -U postgres -Fc shop >${join(folder, "dump.dump")}`;
      await load(pg, file("dump.sql", sql));
      await run("sh", ["-c", archive]);
      const beside = target(pg, "shop_import");
      await makeBeside(target(pg), "shop_import");
      assert.equal(await load(pg, join(folder, "dump.dump"), "shop_import"), "");
      assert.deepEqual(await tablesIn(beside), ["item", "names", "place"]);
      assert.equal(await forApp(pg, "shop_import"), undefined);
      await removeBeside(target(pg), "shop_import");
      await clear();
    });
  });

  describe("MariaDB", () => {
    let sql = "";
    before(async () => {
      await pipe(
        maria,
        "mariadb -u mysql",
        `CREATE DATABASE old; USE old; CREATE TABLE item (id int AUTO_INCREMENT PRIMARY KEY, name varchar(20));
INSERT INTO item (name) VALUES ('tea'); CREATE USER boss@localhost; GRANT ALL ON old.* TO boss@localhost;
CREATE DEFINER = boss@localhost VIEW names AS SELECT name FROM item;
CREATE DEFINER = boss@localhost TRIGGER upper_name BEFORE INSERT ON item FOR EACH ROW SET NEW.name = UPPER(NEW.name);
CREATE DEFINER = boss@localhost PROCEDURE items() SELECT COUNT(*) FROM item;`,
      );
      sql = await maria.exec("mariadb-dump -u mysql --routines --databases old");
      await pipe(maria, "mariadb -u mysql", "DROP DATABASE old; DROP USER boss@localhost;");
    });
    const asApp = (text: string) =>
      maria.exec(`MYSQL_PWD=${secret} mariadb -h 127.0.0.1 -u shop_app shop -Nse "${text}"`);

    it("loads bytes as they are: blobs that are not in hexadecimal, Chinese texts, and carriage returns", async () => {
      const made = `CREATE TABLE item (picture blob, name text);
INSERT INTO item SELECT UNHEX(GROUP_CONCAT(HEX(CHAR(seq)) ORDER BY seq SEPARATOR '')), '订单\\r\\n茶' FROM seq_0_to_255;`;
      await pipe(
        maria,
        "mariadb -u mysql --default-character-set=utf8mb4",
        `CREATE DATABASE old; USE old; ${made}`,
      );
      const dump = ["exec", maria.container, "mariadb-dump", "-u", "mysql", "old"];
      const { stdout } = spawnSync("docker", dump, { encoding: "buffer" });
      await pipe(maria, "mariadb -u mysql", "DROP DATABASE old");
      const raw = Buffer.from("INSERT INTO item (name) VALUES ('a\rb\r\n茶');\r\n");
      assert.equal(await load(maria, file("bytes.sql", Buffer.concat([stdout, raw]))), "");
      assert.deepEqual(
        await asAdmin(target(maria), "SELECT IFNULL(HEX(picture), ''), HEX(name) FROM item ORDER BY 1 DESC"),
        [
          `${Buffer.from([...Array(256).keys()])
            .toString("hex")
            .toUpperCase()}\tE8AEA2E58D950D0AE88CB6`,
          "\t610D620D0AE88CB6",
        ],
      );
      await asAdmin(target(maria), "DROP TABLE item");
    });

    it("counts routines and events as contents, which a failed import would drop", async () => {
      await asAdmin(
        target(maria),
        "CREATE FUNCTION one() RETURNS int RETURN 1; CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO SELECT 1;",
      );
      const contents = await contentsIn(target(maria));
      await asAdmin(target(maria), "DROP FUNCTION one; DROP EVENT nightly;");
      assert.deepEqual(contents, ["event nightly", "function one"]);
      assert.throws(() => refuseFull(target(maria), contents, "a.sql"), /it has event nightly, function one/);
    });

    it("drops what a dump made that fails", async () => {
      assert.match(await load(maria, file("bad.sql", `${sql}\nSELECT nothing;`)), /Unknown column 'nothing'/);
      assert.deepEqual(await tablesIn(target(maria)), []);
      assert.match(await load(maria, file("cut.sql", sql.slice(0, -200))), /truncated/);
      assert.deepEqual(await tablesIn(target(maria)), []);
    });

    it("loads SQL: views, triggers and routines run as the owner, and the application's role works with all", async () => {
      assert.equal(await load(maria, file("dump.sql", sql)), "");
      assert.equal(
        await asApp("insert into item (name) values ('coffee'); select name from names; call items()"),
        "tea\nCOFFEE\n2",
      );
      assert.equal(await forApp(maria), undefined);
    });
  });
});
