import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { Session, type SessionEnded } from "../../components/database/client/session";
import { readData } from "../../components/database/guard/data";
import type { GuardJob } from "../../components/database/guard/job";
import { dataMajor, imageMajor } from "../../components/database/guard/version";
import { productOf } from "../../components/database/products";
import type { Right } from "../../components/database/product/roles";
import { withEngine } from "../../components/engine/with-engine";
import { makeBeside, removeBeside } from "../../operations/import/destination";
import { scanned } from "../../components/migration/files";
import { load } from "../../operations/import/load";
import { run } from "../../operations/kernel/run";
import { ensureBaseImages } from "../../toolchain/images";
import { engine } from "../support/database-server";
import { ProductServer, promisesOf } from "../support/product-server";
import { testedDatabases } from "../support/tested-databases";

/** Promises that other suites ask for, of a real server or, where they are about texts, without one. */
const elsewhere: Record<string, RegExp> = {
  "test/unit (SQL that is split and judged), migrations-*": /^grammar\./,
  "test/unit (mistakes in arguments)":
    /^(owned\.|longestRole$|reserved$|reservedPrefix$|setting\.name$|scheme$)/,
  "database-guard, database-versions": /^guard\.(offline|upgrade|shortOf|checkExtensions)$/,
  "restore-*, backups": /^backup\.(scripts\.(switch|exchange)|table)$/,
  "migrations-*":
    /^dialect\.(started|progress|ended|atomic\..*|failed|resolve|baseline|keep|usualDelimiter|reset|blockers|news)$/,
  "import (what a failed one left; archives)": /^(databases\.drops\.|dump\.archive$)/,
  "verification (its fix)": /^checks\.remedy$/,
  "test/unit (roles that cannot be set up)": /^roleWait$/,
};

const extraRole = {
  ...{ database: "shop", owner: "shop_owner" },
  ...{ role: "shop_reports", secret: "s3cretOfTheReports" },
};

const item =
  "CREATE TABLE item (id int primary key, name varchar(20));\nINSERT INTO item VALUES (1, '订单'), (2, 'it''s');\n";

/**
 * What a database product promises (components/database/product/product.ts), asked of a real server of every version that is tested: PostgreSQL 17
 * and 15, MariaDB 11.8 and 10.11. Debian has no MySQL server: MariaDB stands in for what the two share. The tests of a server follow one another.
 */
describe("docker: what a database product promises", function () {
  this.timeout(180_000);
  const servers = testedDatabases.map((tested) => new ProductServer(tested));

  before(async () => {
    await ensureBaseImages(() => undefined, { names: testedDatabases.map(({ image }) => image) });
    await Promise.all(
      servers.map((server) => {
        const { setting, example } = server.product.buffer;
        return server.start({ [setting]: example, max_connections: 41 });
      }),
    );
  });
  after(() => Promise.all(servers.map((server) => server.remove())));

  for (const server of servers) {
    const { tested, product, target, destination, isPostgres } = server;
    const { dialect } = product;
    const client = async <T>(use: (session: Session) => Promise<T>) => {
      const session = new Session(engine, target.container, target.client, dialect);
      return use(session).finally(() => session.close());
    };
    const asAdmin = (sql: string) => server.exec(product.admin("shop"), sql);

    describe(`${tested.product} ${tested.version}`, () => {
      it("answers its readiness query, and not for a database that is not there", async () => {
        assert.equal((await server.tried(product.query("shop"))).exitCode, 0);
        assert.notEqual((await server.tried(product.query("nowhere"))).exitCode, 0);
      });

      it("runs as its user, at its port, with its character set, its settings and its /dev/shm", async () => {
        assert.equal(await server.exec("stat -c %U /proc/1"), product.user);
        assert.equal(await server.exec("cat /proc/1/comm"), product.server);
        assert.equal(await server.setting("port"), `${product.port}`);
        const set = isPostgres ? "server_encoding" : "character_set_database";
        assert.equal(await server.setting(set), product.characterSet);
        assert.equal(await server.setting("max_connections"), "41");
        const { setting, unit, default: usual } = product.buffer;
        const [size = ""] = isPostgres
          ? await server.rows(`SELECT setting FROM pg_settings WHERE name = '${setting}';`)
          : [await server.setting(setting)];
        assert.equal(Number(size) * unit, 256 * 1024 * 1024);
        assert.ok(usual < 256);
        assert.equal(await server.exec("df -Pm /dev/shm | awk 'NR > 1 { print $2 }'"), `${product.shm}`);
      });

      it("its program takes a setting that is on or off, and names one that it does not know", async () => {
        const known = isPostgres ? "log_connections" : "log_bin_trust_function_creators";
        const refused = /fatal|error|unknown|unrecognized/i;
        for (const value of [true, false])
          assert.doesNotMatch(await server.complaint({ [known]: value }), refused);
        assert.match(await server.complaint({ no_such_setting: true }), /no_such_setting|no-such-setting/);
      });

      it("reports its version by image and volume, and the guard what it reads", async () => {
        const { volume, container } = server;
        const job = { name: "db", product: tested.product, image: tested.image, database: "shop" };
        const guarded = { ...job, volume, container, labels: [] as string[] } as unknown as GuardJob;
        const [version, data] = await withEngine(process.env, async (engine) => [
          await imageMajor(guarded, product, engine),
          await readData(guarded, product, engine),
        ]);
        assert.equal(version, tested.version);
        assert.ok(data);
        assert.equal(dataMajor(data.marker, product), tested.version);
        assert.equal(data.owner, data.server);
        assert.deepEqual(product.guard.lacks(data, "shop"), []);
        for (const of of ["successor", "data"] as const) {
          const told = (await server.exec(product.guard.facts("shop", of))).split("\n");
          const names = told.map((line) => line.split("\t")[0]);
          // What one version has and another lacks is no fact of it.
          assert.ok(
            product.guard.unchangeable.filter((name) => names.includes(name)).length > 2,
            names.join(),
          );
        }
        const { collations } = product.guard;
        if (!collations) return;
        const { stdout } = await run("docker", ["exec", server.container, ...collations.query]);
        const [, built, now] = (/^shop\t.*$/m.exec(stdout)?.[0] ?? "").split("\t");
        assert.ok(built && built === now, stdout);
        await run("sh", ["-c", collations.rebuild(server.container, "shop")]);
      });

      it("its owner changes the schema, its application only rows; roles that are made twice are the same", async () => {
        await server.makeRoles();
        await server.makeRoles();
        await server.exec(product.databases.ownerOnly("shop_owner", "shop"), item);
        assert.equal((await server.asApp("INSERT INTO item VALUES (3, '三');")).exitCode, 0);
        const { stdout } = await server.asApp("SELECT name FROM item ORDER BY id;");
        assert.equal(stdout, "订单\nit's\n三");
        for (const sql of ["CREATE TABLE other (id int);", "DROP TABLE item;"])
          assert.notEqual((await server.asApp(sql)).exitCode, 0, sql);
      });

      it("another role has the rights that it was given, on later tables too; when they change, it loses the old ones", async () => {
        const make = (may: Right) => asAdmin(product.roleSql({ ...extraRole, may }));
        const may = async (sql: string) => (await server.as(extraRole, sql)).exitCode === 0;
        const [later, read, write] = [
          "SELECT * FROM later;",
          "SELECT * FROM item;",
          "DELETE FROM item WHERE id = 9;",
        ];
        const figures = isPostgres ? "SELECT count(*) FROM pg_ls_waldir();" : "SHOW ENGINE INNODB STATUS;";
        const rights = async () => [await may(read), await may(later), await may(write), await may(figures)];
        await make("read");
        await server.exec(product.databases.ownerOnly("shop_owner", "shop"), "CREATE TABLE later (id int);");
        assert.deepEqual(await rights(), [true, true, false, false]);
        await make("write");
        assert.deepEqual(await rights(), [true, true, true, false]);
        assert.equal(await may("DROP TABLE later;"), false);
        await make("monitor");
        await make("monitor");
        assert.deepEqual(await rights(), [false, false, false, true]);
        await server.exec(product.databases.ownerOnly("shop_owner", "shop"), "CREATE TABLE last (id int);");
        assert.equal(await may("SELECT * FROM last;"), false);
        await server.exec(
          product.databases.ownerOnly("shop_owner", "shop"),
          "DROP TABLE later; DROP TABLE last;",
        );
      });

      it("a session: a lock that one holds and others can name, and a ledger that is made once", async () => {
        const lock = (who: string) => dialect.opening(who, 5) + dialect.quiet + dialect.tryLock;
        await client(async (first) => {
          assert.deepEqual(await first.ask(lock("one")), ["1"]);
          const [connection = ""] = await first.ask(dialect.connection);
          await client(async (second) => {
            assert.deepEqual(await second.ask(lock("another")), ["0"]);
            const holder = (await second.ask(dialect.lockHolder)).join();
            assert.ok(/^\d+$/.test(connection) && holder.includes(connection), `${connection}: ${holder}`);
          });
          await assert.rejects(
            client((other) => other.ask(dialect.rows)),
            ({ stderr }: SessionEnded) => dialect.noLedger.test(stderr),
          );
          await first.ask(dialect.ledger + dialect.ledger);
          assert.deepEqual(await first.ask(dialect.rows), []);
          assert.deepEqual(await first.ask(dialect.tables), ["tables: 1"]);
        });
        assert.equal((await client((next) => next.ask(lock("next")))).join(), "1");
      });

      it("a session: rows as they are, the line of an error, and no write when it only reads", async () => {
        assert.equal(scanned(item, dialect.language).statements.length, 2);
        assert.ok(dialect.mark("here").includes("here"));
        const rows = await client((each) =>
          each.ask(`${dialect.quiet}SELECT name, 'a|b' FROM item WHERE id = 1;\n`),
        );
        assert.match(rows.join(), /^订单[|\t]a\|b$/);
        const fails = (sql: string) =>
          client((each) => each.ask(sql)).then(
            () => assert.fail(`${sql} did not fail`),
            ({ stderr }: SessionEnded) => dialect.error(stderr),
          );
        const { message, line } = await fails("SELECT 1;\nSELECT nope;\n");
        assert.ok(/nope/.test(message) && line === 2, `${line}: ${message}`);
        const { message: refused } = await fails(`${dialect.readOnly}DELETE FROM item;\n`);
        assert.match(refused, /read.only/i);
        assert.equal(
          await server.setting(isPostgres ? "default_transaction_read_only" : "global.read_only"),
          isPostgres ? "off" : "0",
        );
      });

      it("describes its schema, and names what its application cannot work with", async () => {
        const { schema, tables, cannotWork, reads } = product.checks;
        assert.ok((await server.rows(schema)).some((line) => /item column name/.test(line)));
        const found = (await server.rows(tables)).map((line) => JSON.parse(line) as Record<string, unknown>);
        assert.ok(found.some(({ table, column }) => table === "item" && column === "name"));
        const lacks = (...hidden: string[]) => server.rows(cannotWork("shop", "shop_app", hidden));
        assert.deepEqual(await lacks(), []);
        if (reads) await asAdmin(reads("shop_app", ["item"]));
        await asAdmin(
          isPostgres
            ? "CREATE TABLE foreign_one (id int); REVOKE ALL ON foreign_one FROM shop_app;"
            : "CREATE DEFINER='gone'@'h' VIEW shop.foreign_one AS SELECT 1 AS one;",
        );
        assert.match((await lacks()).join(), /foreign_one/);
        if (reads) assert.deepEqual(await lacks("foreign_one"), []);
        await asAdmin(isPostgres ? "DROP TABLE foreign_one;" : "DROP VIEW shop.foreign_one;");
      });

      it("dumps its database, reads the dump to its end, and loads it into a database beside", async () => {
        await makeBeside(destination, "shop_beside");
        const steps =
          "dump shop /tmp/dump && read_dump /tmp/dump /tmp/rows && cat /tmp/rows && load /tmp/dump shop_beside && counts shop_beside";
        const rows = (await server.backup(`${steps} || { told; exit 1; }\n`)).split("\n");
        assert.deepEqual(
          rows.filter((line) => line.includes("item")).map((line) => line.replace("public.", "")),
          ["item\t3", "item\t3"],
        );
        const half = "head -c 300 /tmp/dump >/tmp/half; read_dump /tmp/half /tmp/rows || echo refused";
        assert.match(await server.backup(`${half}\n`), /refused$/);
        await removeBeside(destination, "shop_beside");
        assert.ok(!(await server.databases()).includes("shop_beside"));
      });

      it("loads a dump of another server as the owner of the schema, and nothing of one that was cut off", async () => {
        const { reader, begin, end } = product.dump;
        const dump = await server.exec(
          isPostgres ? "pg_dump -U postgres shop" : "mariadb-dump -u mysql shop",
        );
        const loaded = async (text: string) => {
          await makeBeside(destination, "shop_import");
          const into = product.databases.ownerOnly("shop_owner", "shop_import");
          const where = { engine, container: server.container, client: into };
          const sql = { stream: Readable.from([Buffer.from(text)]), complete: Promise.resolve() };
          try {
            await load(sql, reader(), { ...where, begin, end: end("shop_app") });
            return (await server.rows("SELECT name FROM item ORDER BY id;", "shop_import")).join();
          } finally {
            await removeBeside(destination, "shop_import");
          }
        };
        assert.equal(await loaded(dump), "订单,it's,三");
        await assert.rejects(loaded(dump.slice(0, dump.search(/ump completed?/))), /truncated/);
      });

      it("lists its tables and routines, and makes a database that is thrown away", async () => {
        const { tables, routines, throwaway, drop } = product.databases;
        assert.deepEqual(await server.rows(tables("shop")), ["item"]);
        if (routines) assert.deepEqual(await server.rows(routines("shop")), []);
        const found = throwaway.ask === undefined ? [] : await server.rows(throwaway.ask);
        await asAdmin(throwaway.create("shop_trial", "shop_owner", found));
        const trial = throwaway.client(product.admin("shop_trial"), "shop_trial", "shop_owner");
        await server.exec(trial, item);
        assert.deepEqual(await server.rows(tables("shop_trial"), "shop_trial"), ["item"]);
        await server.exec(drop("shop_trial"));
        assert.ok(!(await server.databases()).includes("shop_trial"));
      });

      const { ownPassword } = product;
      if (ownPassword)
        it("its owner gives itself a password and takes it away again", async () => {
          const asOwner =
            "PGPASSWORD=of-the-owner psql -h $(hostname -i) -U shop_owner -d shop -Atc 'select 1'";
          await server.exec(target.client, ownPassword.set("of-the-owner", "contract"));
          assert.equal((await server.tried(asOwner)).stdout, "1");
          await server.exec(target.client, ownPassword.take);
          assert.notEqual((await server.tried(asOwner)).exitCode, 0);
        });

      it("promises nothing that is asked neither here nor in the suites that are named", () => {
        const covered = (name: string) => Object.values(elsewhere).some((pattern) => pattern.test(name));
        const promises = promisesOf(productOf(tested.product));
        assert.deepEqual(
          promises.filter((name) => !server.asked.has(name) && !covered(name)),
          [],
        );
      });
    });
  }
});
