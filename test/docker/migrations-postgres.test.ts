import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import assert from "node:assert/strict";
import { readLedger } from "../../components/migration/runner/locked";
import { resolve } from "../../components/migration/runner/resolve";
import { seed } from "../../components/seed/runner";
import { askReadOnly } from "../../components/database/client/read-only";
import { run } from "../../operations/kernel/run";
import { engine } from "../support/database-server";
import { migrationCases } from "../support/migration-cases";
import { migrationFaults } from "../support/migration-faults";
import { migrationOperations } from "../support/migration-operations";
import { migrationTools } from "../support/migration-tools";
import { MigrationSuite } from "../support/migration-suite";
import { newest } from "../support/tested-databases";

describe("docker: migrations on PostgreSQL", function () {
  this.timeout(60_000);
  const suite = new MigrationSuite(newest("PostgreSQL"));
  migrationCases(suite);
  migrationFaults(suite);
  migrationOperations(suite);
  migrationTools(suite);

  it("functions in dollar quotes, data of COPY, Chinese names", async () => {
    const { database } = suite;
    database.write({
      "建表.sql":
        'CREATE TABLE 订单 (编号 int, "名;称" text);\nCOPY 订单 FROM stdin;\n1\t张三\'s; --\n2\t\\N\n\\.\nINSERT INTO 订单 VALUES (3, $$王;五$$);\n',
      "函数.sql":
        "CREATE FUNCTION 计数() RETURNS bigint AS $正文$ BEGIN; RETURN (SELECT count(*) FROM 订单); END $正文$ LANGUAGE plpgsql;\n".replace(
          "BEGIN;",
          "BEGIN",
        ),
    });
    assert.equal(await database.migrate(), 2);
    assert.equal(await database.query('SELECT "名;称", 计数() FROM 订单 WHERE 编号 = 1;'), "张三's; --|3");
    assert.equal(
      await database.query("SELECT string_agg(name, ',') FROM migrations.ledger;"),
      "建表.sql,函数.sql",
    );
  });

  it("an error inside data of COPY and inside a function is found in its file", async () => {
    const { database } = suite;
    database.write({ "a.sql": "CREATE TABLE a (id int);\n", "b.sql": "\nCOPY a FROM stdin;\n1\nx\n\\.\n" });
    assert.match(
      String(await database.migrate()),
      /b\.sql line \d: invalid input syntax for type integer: "x"/,
    );
    database.write({ "b.sql": "\nCOPY a FROM stdin;\n1\n\\.\n" });
    assert.equal(await database.migrate(), 1);
  });

  it("a -- no-transaction file takes the started path: applied, or blocked with what stays", async () => {
    const { database } = suite;
    database.write({
      "a.sql": "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);\n",
      "b.sql":
        "-- no-transaction\nCREATE INDEX CONCURRENTLY a_id ON a (id);\nCREATE UNIQUE INDEX CONCURRENTLY a_one ON a (id);\n",
    });
    const said = String(await database.migrate());
    assert.match(
      said,
      /b\.sql stopped half-way.*Ran, and stays: 1 of its 2 statements.*b\.sql line 3: could not create unique index/s,
    );
    assert.equal(
      await database.query("SELECT state, statements FROM migrations.ledger WHERE name = 'b.sql';"),
      "started|1",
    );
    await database.query("DELETE FROM a; DROP INDEX a_one; DROP INDEX a_id;");
    await resolve(database.target, engine, "b.sql", "rolled back");
    assert.equal(await database.migrate(), 1);
    assert.equal(
      await database.query("SELECT state, statements FROM migrations.ledger WHERE name = 'b.sql';"),
      "applied|2",
    );
  });

  it("a data migration over a million rows shows its progress", async () => {
    const { database } = suite;
    database.write({
      "a.sql": "CREATE TABLE big AS SELECT n AS id, 0 AS v FROM generate_series(1, 1000000) n;\n",
      "b.sql":
        "DO $$ BEGIN\n  FOR part IN 0..3 LOOP\n    UPDATE big SET v = 1 WHERE id % 4 = part;\n    RAISE INFO '% of 4 parts', part + 1;\n  END LOOP;\nEND $$;\n",
    });
    assert.equal(await database.migrate(), 2);
    assert.deepEqual(
      database.said.filter((line) => /of 4 parts/.test(line)),
      [1, 2, 3, 4].map((part) => `  | ${part} of 4 parts`),
    );
  });

  it("a ledger of an earlier version of this program is brought up to date", async () => {
    const { database } = suite;
    database.write({ "a.sql": "SELECT 1;" });
    await database.migrate();
    await database.query(
      "ALTER TABLE migrations.ledger DROP release, DROP backup, DROP statements, DROP error;",
    );
    database.write({ "b.sql": "SELECT 2;" });
    assert.equal(await database.migrate(), 1);
    assert.equal(
      await database.query("SELECT name, release FROM migrations.ledger ORDER BY ordinal;"),
      "a.sql|\nb.sql|r1",
    );
  });

  it("a warning about the C library, which each client gets, is no failure, and hides none: files, seeds, checks", async () => {
    const { database } = suite;
    const { target } = database;
    const older = `UPDATE pg_database SET datcollversion = '2.19' WHERE datname = '${target.database}'`;
    const psql = ["exec", target.container, "psql", "-U", "postgres", "-qc", older];
    await run("docker", psql);
    database.write({
      "a.sql": "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1);\n",
      "b.sql": "SELECT nothing;\n",
    });
    const said = String(
      await database.migrate({ backup: `${target.admin} </dev/null >/dev/null; echo id-1` }),
    );
    assert.match(said, /^Migration b\.sql failed .*b\.sql line 1: column "nothing" does not exist/s);
    assert.doesNotMatch(said, /collation/);
    database.write({ "b.sql": "SELECT 1;\n" });
    await suite.converges(1);
    assert.equal((await readLedger(target, engine))?.length, 2);
    assert.deepEqual(await askReadOnly(target, engine, "SELECT count(*) FROM a"), { rows: ["1"] });
    const path = join(database.folder, "seed.sql.txt");
    const sql = "SELECT 'things', 1, 2, 3;\n";
    writeFileSync(path, sql);
    const file = { path, sha256: createHash("sha256").update(sql).digest("hex") };
    const lines: string[] = [];
    await seed({ ...target, name: "things", file }, engine, (line) => lines.push(line));
    assert.deepEqual(lines, ["  things: 1 created, 2 already there, 3 in total"]);
    // The warning was there.
    const { stderr } = await run("docker", [
      "exec",
      target.container,
      "psql",
      "-U",
      "postgres",
      "-d",
      target.database,
      "-c",
      "SELECT 1",
    ]);
    assert.match(stderr, /collation version mismatch/);
  });

  it("a seed that holds the lock is reported by its name", async () => {
    const { database } = suite;
    suite.five();
    const path = join(database.folder, "seed.sql.txt");
    const sql = "SELECT pg_sleep(4);\n";
    writeFileSync(path, sql);
    const sha256 = createHash("sha256").update(sql).digest("hex");
    const slow = seed(
      { ...database.target, name: "permissions", file: { path, sha256 } },
      engine,
      () => undefined,
    );
    await suite.until("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory';", /^1$/);
    const said = String(await database.migrate({ lockWait: 1 }));
    assert.match(said, /Another runner has held the migration lock.*\(seed permissions by /);
    await slow;
  });
});
