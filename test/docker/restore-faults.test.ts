import assert from "node:assert/strict";
import { BareBackups } from "../support/bare-backups";
import { folder, names, pause, type Name } from "../support/backup-project";
import { exchanges } from "../support/restore-exchanges";
import { journalKept } from "../support/restore-journal";
import { clients, damaged, damages, tableKilled, tables, withExtension } from "../support/restore-faults";

/** Faults in the middle of restores, by the scripts that do them, on bare servers. The tests of an engine follow one another. */
describe("docker: restores and their faults", function () {
  this.timeout(240_000);
  const at = {} as Record<Name, BareBackups>;
  const taken = {} as Record<Name, string>;

  for (const name of names)
    describe(name, () => {
      before(async () => {
        at[name] = await BareBackups.start(name);
        if (name === "pg") await withExtension(at[name]);
        await at[name].sql(tables[name]);
      });
      after(() => at[name]?.remove());
      common(name);
      unspeakable(name);
      ({ pg: onPostgres, maria: onMaria })[name]();
      if (name === "maria") journalKept(() => at.maria);
      exchanges(name, at, taken);
    });

  function common(name: Name): void {
    it(`${name}: tables of extensions, that inherit, with a history, and sequences: tested and restored`, async () => {
      taken[name] = await at[name].backUp();
      const tested = await at[name].script("restore-test", { ID: taken[name] });
      assert.equal(tested.exitCode, 0, tested.stderr);
      await at[name].restore(taken[name], "good");
      if (name === "pg") {
        assert.equal(await at.pg.sql("SELECT id, name FROM setting ORDER BY id", "good"), "1|given\n2|mine");
      } else {
        const history = "SELECT n FROM stamped FOR SYSTEM_TIME ALL ORDER BY n";
        assert.equal(await at.maria.sql(history, "good"), "1\n2");
      }
      const { exitCode, stderr } = await at[name].script("switch", { TARGET: "good", KEPT: "kept1" });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(await at[name].databases(), ["kept1", "shop"]);
      assert.equal(await at[name].sql("SELECT * FROM many"), "500");
      if (name === "maria") {
        assert.equal(await at.maria.sql("SELECT COUNT(*) FROM stamped FOR SYSTEM_TIME ALL"), "2");
        assert.equal(
          await at.maria.sql("INSERT INTO numbered (name) VALUES ('b'); SELECT MAX(id) > 1 FROM numbered"),
          "1",
        );
      }
    });

    it(`${name}: a database that is there already is neither restored into nor deleted`, async () => {
      const { exitCode, stderr } = await at[name].script("restore", { ID: taken[name], TARGET: "kept1" });
      assert.equal(exitCode, 1);
      assert.match(stderr, /exists/);
      assert.match(stderr, /Database shop was looked at afterwards: it answers, and has \d tables/);
      assert.equal(await at[name].sql("SELECT * FROM many", "kept1"), "500");
    });

    it(`${name}: a test that was cut short says nothing of the backup; one that the backup fails does, whatever its tables are called`, async () => {
      const id = taken[name];
      const verified = async () => /"verifiedAt": "20/.test(await at[name].root(`cat ${folder}/${id}.json`));
      const failing = (error: string) => (text: string) =>
        text.replace(
          "LOAD_MODE=without-owners load_watched",
          `echo "${error}" >"$errors"; false && load_watched`,
        );
      assert.equal(await verified(), true);
      for (const [error, stays] of [
        ["server closed the connection unexpectedly", true],
        ["ERROR 2013 (HY000): Lost connection to server during query", true],
        ["error: could not write: No space left on device", true],
        ["error: syntax error\nCommand was: CREATE TABLE socket_connections (killed int)", false],
      ] as const) {
        const tested = await at[name].script("restore-test", { ID: id }, failing(error));
        assert.equal(tested.exitCode, 1, tested.stderr);
        assert.match(tested.stderr, /it could not be loaded/);
        assert.equal(await verified(), stays, error);
      }
    });

    it(`${name}: what was left of a database whose name begins alike is not taken for this one's`, async () => {
      const own = "shop_before_20261127_080000";
      const other = "shopper_before_20261127_080000";
      for (const each of [own, other, "shop_a_before_20261127_080000"])
        await at[name].sql(`CREATE DATABASE ${each}`, { pg: "postgres", maria: "mysql" }[name]);
      const { stdout } = await at[name].script("leftovers");
      assert.deepEqual(
        stdout.split("\n").map((line) => line.split("\t")[1]),
        [own],
      );
      for (const each of [own, other, "shop_a_before_20261127_080000"])
        await at[name].sql(`DROP DATABASE ${each}`, { pg: "postgres", maria: "mysql" }[name]);
    });

    it(`${name}: a file that was cut, a newer manifest, another product's, another file: each refused by name`, async () => {
      for (const [damage, message] of damages(name, taken[name])) {
        await at[name].root(
          `cd ${folder} && for f in ${taken[name]}.*; do cp -p "$f" "/tmp/\${f##*/}"; done && ${damage}`,
        );
        const { exitCode, stderr } = await at[name].script("restore", { ID: taken[name], TARGET: "bad" });
        await at[name].root(
          `cd ${folder} && for f in ${taken[name]}.*; do cp -p "/tmp/\${f##*/}" "$f"; done`,
        );
        assert.equal(exitCode, 1, damage);
        assert.match(stderr, message);
      }
      assert.ok(!(await at[name].databases()).includes("bad"));
    });

    it(`${name}: roles that the server lacks are named before anything is made; beside, the rest is restored`, async () => {
      await at[name].sql(
        name === "pg"
          ? "CREATE ROLE gone; GRANT SELECT ON item TO gone"
          : "CREATE USER gone@localhost; CREATE DEFINER = gone@localhost VIEW of_gone AS SELECT 1",
      );
      const id = await at[name].backUp();
      await at[name].sql(
        name === "pg" ? "DROP OWNED BY gone; DROP ROLE gone" : "DROP VIEW of_gone; DROP USER gone@localhost",
      );
      const { exitCode, stderr } = await at[name].script("restore", { ID: id, TARGET: "bad" });
      assert.equal(exitCode, 1);
      assert.match(stderr, /roles that this server does not have: `?gone/);
      assert.ok(!(await at[name].databases()).includes("bad"));
      await at[name].restore(id, "shop_beside_20260101_000000", { BESIDE: "yes" });
      assert.equal(await at[name].sql("SELECT COUNT(*) FROM item", "shop_beside_20260101_000000"), "500");
      const table: Record<string, string> = {
        pg: { COMPARED: "public.item", SCHEMA: "public", TABLE: "item" },
        maria: { COMPARED: "item", TABLE: "item" },
      }[name];
      assert.equal(await at[name].restore(id, "one", { BESIDE: "yes", ...table }), "");
      assert.equal(await at[name].sql("SELECT COUNT(*) FROM item", "one"), "500");
      await tableKilled(at[name], { ...table, ID: id });
      const { stdout } = await at[name].script("leftovers");
      assert.match(stdout, /^database\tshop_beside_20260101_000000\t\d+$/);
      for (const each of ["shop_beside_20260101_000000", "one"]) await at[name].sql(`DROP DATABASE ${each}`);
    });

    it(`${name}: what does not load says the error, and beside it lists it and keeps the rest`, async () => {
      const file = await damaged(at[name], taken[name]);
      const { exitCode, stderr } = await at[name].script("restore", { ID: file, TARGET: "bad" });
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /it could not be loaded\n.*error.*(extension "settings" is not available|Unknown data type)/i,
      );
      assert.ok(!(await at[name].databases()).includes("bad"));
      const said = await at[name].restore(file, "rest", { BESIDE: "yes" });
      assert.match(said, /settings|Unknown data type/);
      assert.match(said, /expected \d+ rows in (public\.)?(setting|stamped)/);
      assert.equal(await at[name].sql("SELECT COUNT(*) FROM item", "rest"), "500");
      await at[name].sql("DROP DATABASE rest");
      if (name === "pg") await at.pg.root("mv /tmp/settings.control /usr/share/postgresql/*/extension");
    });
  }

  function unspeakable(name: Name): void {
    it(`${name}: a table whose name no manifest can hold is named by the backup, which leaves nothing`, async () => {
      const before = await at[name].root(`ls ${folder}`);
      const table = { pg: '"new\nli\tne"', maria: "`new\nli\tne`" }[name];
      await at[name].sql(`CREATE TABLE ${table} (id int)`);
      const { exitCode, stderr } = await at[name].script("dump");
      assert.equal(exitCode, 1);
      assert.match(stderr, /a tab or a line break in their names.*: (public\.)?new\?li\?ne\. Rename them/);
      assert.equal(await at[name].root(`ls ${folder}`), before);
      await at[name].sql(`DROP TABLE ${table}`);
    });
  }

  function onPostgres(): void {
    it("pg: a warning about the C library is shown and is no failure", async () => {
      await at.pg.sql("UPDATE pg_database SET datcollversion = '2.19'");
      const { exitCode, stderr } = await at.pg.script("loss", { ID: taken.pg });
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, /WARNING: {2}database "\w+" has a collation version mismatch/);
      await at.pg.restore(taken.pg, "again");
      await at.pg.sql("DROP DATABASE again", "postgres");
    });

    it("pg: connections that are made again at once do not hold an exchange up, and none is refused", async () => {
      await at.pg.restore(taken.pg, "good");
      await at.pg.docker(["exec", "--detach", at.pg.container, "sh", "-c", clients.pg]);
      await pause(1000);
      const { exitCode, stderr } = await at.pg.script("switch", { TARGET: "good", KEPT: "kept2" });
      await at.pg.root("touch /tmp/stop; sleep 1");
      assert.equal(exitCode, 0, stderr);
      assert.doesNotMatch(await at.pg.root("cat /tmp/refused"), /does not exist|deadlock/);
    });
  }

  function onMaria(): void {
    it("maria: a table that has the rows of others, of which a dump has none: tested, restored and exchanged", async () => {
      const part = (name: string, row: number) =>
        `CREATE TABLE ${name} (id int) ENGINE = MyISAM; INSERT INTO ${name} VALUES (${row});`;
      await at.maria.sql(
        `${part("part1", 1)} ${part("part2", 2)} CREATE TABLE parts (id int) ENGINE = MERGE UNION = (part1, part2);`,
      );
      const id = await at.maria.backUp();
      const tested = await at.maria.script("restore-test", { ID: id });
      assert.equal(tested.exitCode, 0, tested.stderr);
      await at.maria.restore(id, "good");
      assert.equal(await at.maria.sql("SELECT id FROM parts ORDER BY id", "good"), "1\n2");
      const { exitCode, stderr } = await at.maria.script("switch", { TARGET: "good", KEPT: "kept2" });
      assert.equal(exitCode, 0, stderr);
      for (const database of ["shop", "kept2"])
        assert.equal(await at.maria.sql("SELECT id FROM parts ORDER BY id", database), "1\n2");
      await at.maria.sql("DROP TABLE parts, part1, part2; DROP DATABASE kept2");
    });

    it("maria: a lock on a restored table, in the moment in which its trigger is made: nothing is lost, and all is as it was", async () => {
      await at.maria.sql("INSERT INTO item VALUES (1000, 'new')");
      await at.maria.restore(taken.maria, "good");
      // As an administrator, who is not kept out: it holds the lock from when the restored table is there.
      const hold =
        "START TRANSACTION; SELECT IF((SELECT COUNT(*) FROM shop.item) = 500, SLEEP(60), 0); COMMIT;";
      const holder = `while :; do echo "${hold}"; done | mariadb -u root --skip-reconnect`;
      await at.maria.docker(["exec", "--detach", at.maria.container, "sh", "-c", holder]);
      await pause(500);
      const { exitCode, stderr } = await at.maria.script("switch", { TARGET: "good", KEPT: "kept3" });
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /exchange failed\n.*Lock wait timeout/);
      assert.match(stderr, /Database shop was looked at afterwards: it answers, and has \d tables/);
      assert.equal(await at.maria.sql("SELECT * FROM many"), "501");
      await at.maria.sql("INSERT INTO item VALUES (1001, 'loud')");
      assert.equal(await at.maria.sql("SELECT name FROM item WHERE id = 1001"), "loud!");
      assert.equal(
        await at.maria.sql("SELECT COUNT(*) FROM item", "good"),
        "500",
        "the restored copy is there",
      );
      assert.ok(!(await at.maria.databases()).includes("kept3"));
      assert.equal(await at.maria.sql("SELECT @@GLOBAL.init_connect"), "");
    });

    it("maria: tables that cannot be moved back either are deleted by nothing, and the message says where they are", async () => {
      const change = (text: string) =>
        text
          .replace('move "$journal/there" 2>"$errors" &&', 'move "$journal/there" 2>"$errors" && false &&')
          .replace('&& move "$journal/back"', "&& false");
      const { exitCode, stderr } = await at.maria.script("switch", { TARGET: "good", KEPT: "kept3" }, change);
      assert.equal(exitCode, 1);
      assert.match(
        stderr,
        /served until now are in database kept3 \(4 tables\); those of the backup are in shop \(4 tables\)/,
      );
      assert.equal(await at.maria.sql("SELECT COUNT(*) FROM item", "kept3"), "502");
      const refused = await at.maria.script("loss", { ID: taken.maria });
      assert.match(refused.stderr, /was interrupted[^]*--finish/);
      assert.equal((await at.maria.script("dump")).exitCode, 75);
      const finished = await at.maria.script("finish");
      assert.match(finished.stdout, /Database shop is now what was good; the one before is kept as kept3/);
      assert.equal(await at.maria.sql("SELECT * FROM many"), "500");
      await at.maria.sql("INSERT INTO kept3.item VALUES (1002, 'loud')");
      assert.equal(await at.maria.sql("SELECT name FROM kept3.item WHERE id = 1002"), "loud!");
    });

    for (const [where, after, served] of [
      ["before the tables moved", 'drop_objects "$2" 2>"$errors" &&', "501"],
      ["after the tables moved", 'move "$journal/there" 2>"$errors" &&', "500"],
    ] as const)
      it(`maria: a power cut ${where}: doctor names it, one command finishes it`, async () => {
        await at.maria.sql("INSERT IGNORE INTO item VALUES (1000, 'new')");
        await at.maria.restore(taken.maria, "good");
        const change = (text: string) => text.replace(after, `${after} kill -9 0 &&`);
        assert.notEqual(
          (await at.maria.script("switch", { TARGET: "good", KEPT: "kept4" }, change)).exitCode,
          0,
        );
        assert.match((await at.maria.script("leftovers")).stdout, /^interrupted\tshop good kept4$/m);
        await at.maria.docker(["restart", "--time", "0", at.maria.container]);
        await at.maria.answers();
        const { stdout, stderr, exitCode } = await at.maria.script("finish");
        assert.equal(exitCode, 0, stdout + stderr);
        assert.equal(await at.maria.sql("SELECT * FROM many"), served);
        assert.equal(
          await at.maria.sql(
            "DELETE FROM item WHERE id = 1003; INSERT INTO item VALUES (1003, 'loud'); SELECT name FROM item WHERE id = 1003; DELETE FROM item WHERE id = 1003",
          ),
          "loud!",
        );
        for (const each of (await at.maria.databases()).filter((each) => each === "good" || each === "kept4"))
          await at.maria.sql(`DROP DATABASE ${each}`);
        assert.equal((await at.maria.script("leftovers")).stdout, "");
      });
  }
});
