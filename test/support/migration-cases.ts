import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { resolve } from "../../components/migration/runner/resolve";
import { run } from "../../operations/kernel/run";
import { engine } from "./database-server";
import type { MigrationSuite } from "./migration-suite";

/** What is the same on every engine: the ledger, files that do not agree with it, runners and stacks beside one another, backups. */
export function migrationCases(suite: MigrationSuite): void {
  const { product, ledger, isAtomic, sleep: pause } = suite.tested;

  it("applies files in their order, each recorded with all that the ledger holds", async () => {
    suite.five();
    assert.equal(await suite.database.migrate({ release: "v1 'quoted'" }), 5);
    assert.equal(
      await suite.states(),
      "1 one.sql applied\n2 two.sql applied\n3 three.sql applied\n4 four.sql applied\n5 five.sql applied",
    );
    assert.equal(await suite.database.query("SELECT count(*), max(b) FROM pay;"), "3|4");
    const release = product === "PostgreSQL" ? "release" : "`release`";
    assert.equal(
      await suite.database.query(
        `SELECT count(*) FROM ${ledger} WHERE ${release} = 'v1 ''quoted''' AND length(sha256) = 64 AND backup IS NULL AND error IS NULL
         AND ended_at >= started_at AND duration_ms BETWEEN 0 AND 5000;`,
      ),
      "5",
    );
    await suite.converges(0);
  });

  it("rows 1 and 2: an error in the third of five", async () => {
    suite.five(
      "UPDATE pay SET b = 1;\nALTER TABLE pay ADD c int;\n\nUPDATE pay\n   SET nope = 1;\nUPDATE pay SET b = 2;\n",
    );
    const said = String(await suite.database.migrate());
    const done = "1 one.sql applied\n2 two.sql applied\n";
    if (isAtomic) {
      assert.match(
        said,
        /^Migration three\.sql failed on database shop\d+\. It was rolled back; the files before it stay applied/,
      );
      assert.match(
        said,
        /three\.sql line 5: column "nope" of relation "pay" does not exist.*statement 3 of 4/s,
      );
      assert.equal(await suite.states(), `${done}3 three.sql failed`);
      assert.equal(
        await suite.database.query(
          "SELECT count(*) FROM information_schema.columns WHERE table_name = 'pay';",
        ),
        "2",
      );
    } else {
      assert.match(
        said,
        /^Migration three\.sql stopped half-way on database shop\d+\. The files before it stay applied/,
      );
      assert.match(
        said,
        /Ran, and stays: 2 of its 4 statements\..*three\.sql line 4: Unknown column 'nope'/s,
      );
      assert.match(said, /Backup from before it: none was made/);
      assert.match(
        said,
        /npm run migrate -- resolve three\.sql --rolled-back .*npm run migrate -- resolve three\.sql --applied/s,
      );
      assert.equal(await suite.states(), `${done}3 three.sql started`);
      // What it changed before its last change of the schema stays, and is counted.
      assert.equal(
        await suite.database.query(
          `SELECT max(b), (SELECT statements FROM ${ledger} WHERE name = 'three.sql') FROM pay;`,
        ),
        "1|2",
      );
      assert.match(
        String(await suite.database.migrate()),
        /were refused; none was run\.\n {2}three\.sql was started on .*Ran, and stays: 2 of its statements\..*line 4: Unknown column.*resolve three\.sql/s,
      );
      await suite.database.query("ALTER TABLE pay DROP c;");
      await resolve(suite.database.target, engine, "three.sql", "rolled back");
    }
    assert.match(said, /The services still run the old release\./);
    suite.five();
    await suite.converges(3);
    assert.match(await suite.states(), /3 three\.sql applied/);
  });

  it("of many files one fails: it is found in its line, and none after it was begun", async () => {
    const names = Array.from({ length: 30 }, (_, at) => `${String(at + 1).padStart(2, "0")}.sql`);
    suite.database.write(
      Object.fromEntries(
        names.map((name) => [name, `-- ${name}\nCREATE TABLE t${parseInt(name)} (id int);\n`]),
      ),
    );
    suite.database.write({ "25.sql": "SELECT 'so far';\n\nINSERT INTO nowhere VALUES (1);\n" });
    const said = String(await suite.database.migrate());
    assert.match(said, /^Migration 25\.sql .*25\.sql line 3: .*nowhere/s);
    assert.deepEqual(suite.database.said, [
      ...names.slice(0, 25).map((name, at) => `applying ${at + 1} ${name}`),
      "  | so far",
    ]);
    assert.match(await suite.states(), /24 24\.sql applied\n25 25\.sql (failed|started)$/);
    if (!isAtomic) await resolve(suite.database.target, engine, "25.sql", "rolled back");
    suite.database.write({ "25.sql": "SELECT 1;\n" });
    await suite.converges(6);
  });

  it("row 3: an applied file that was edited", async () => {
    suite.five();
    await suite.database.migrate();
    suite.database.write({ "two.sql": "ALTER TABLE pay ADD bb int;\n", "six.sql": "SELECT 6;" });
    assert.match(
      String(await suite.database.migrate()),
      /none was run\.\n {2}two\.sql was changed after it was applied on \d{4}-\d\d-\d\d: restore its old text and write the change as a new file/,
    );
    assert.doesNotMatch(await suite.states(), /six/);
    suite.database.write({ "two.sql": "ALTER TABLE pay ADD b int;\n" });
    await suite.converges(1);
  });

  it("row 4: one that is missing, and one before those that were applied, both named", async () => {
    suite.five();
    await suite.database.migrate();
    suite.database.write({ "six.sql": "SELECT 6;" });
    suite.database.order("six.sql", "one.sql", "two.sql", "three.sql", "four.sql");
    await run("mv", [`${suite.database.folder}/five.sql`, `${suite.database.folder}/kept`]);
    const said = String(await suite.database.migrate());
    assert.match(said, /five\.sql was applied on .*, but is no longer among the files: restore it/);
    assert.match(
      said,
      /six\.sql comes before files that are already applied: move it to the end of the order/,
    );
    await run("mv", [`${suite.database.folder}/kept`, `${suite.database.folder}/five.sql`]);
    suite.database.order("one.sql", "two.sql", "three.sql", "four.sql", "five.sql", "six.sql");
    await suite.converges(1);
  });

  it("two runners at once: one waits, and finds nothing to do", async () => {
    suite.five(`ALTER TABLE pay ADD c int;\n${pause(1)};\n`);
    const both = await Promise.all([suite.database.migrate(), suite.database.migrate()]);
    assert.deepEqual(both.sort(), [0, 5]);
  });

  it("two stacks with files of their own on one database: the second is refused", async () => {
    suite.five();
    await suite.database.migrate();
    suite.database.order("others.sql");
    suite.database.write({ "others.sql": "CREATE TABLE other (id int);\n" });
    await run("sh", ["-c", `cd ${suite.database.folder} && rm one.sql two.sql three.sql four.sql five.sql`]);
    const said = String(await suite.database.migrate());
    for (const name of ["one", "two", "three", "four", "five"])
      assert.match(said, new RegExp(`${name}\\.sql was applied on .*restore it`));
    assert.doesNotMatch(await suite.states(), /others/);
  });

  it("a backup is made when something is pending, under the lock and before any SQL, and recorded", async () => {
    suite.five();
    const backup = `echo noise; echo "$REASON $RELEASE" >>/tmp/backups-${suite.database.target.database}; echo id-1`;
    assert.equal(await suite.database.migrate({ backup, release: "v7" }), 5);
    assert.deepEqual(suite.database.said.slice(0, 3), [
      "taking a backup before the first file",
      "backup: id-1",
      "applying 1 one.sql",
    ]);
    assert.equal(await suite.database.query(`SELECT count(*) FROM ${ledger} WHERE backup = 'id-1';`), "5");
    assert.equal(await suite.database.migrate({ backup, release: "v8" }), 0);
    const { stdout } = await run("docker", [
      "exec",
      suite.database.target.container,
      "cat",
      `/tmp/backups-${suite.database.target.database}`,
    ]);
    assert.equal(stdout, "migration v7");
  });

  it("row 23: a backup that fails, or names none: no SQL is run", async () => {
    suite.five();
    for (const [backup, expected] of [
      [
        "echo 'No space left on device' >&2; echo id; exit 1",
        /The backup before the migration failed:\n +No space left/,
      ],
      ["true", /ended without printing the backup's id/],
    ] as const) {
      const said = String(await suite.database.migrate({ backup }));
      assert.match(said, /were refused; none was run/);
      assert.match(said, expected);
      assert.equal(await suite.states(), "");
    }
    await suite.converges(5);
  });

  it("holds the lock while the backup is made", async () => {
    suite.five();
    const slow = suite.database.migrate({ backup: "sleep 3; echo id" });
    await sleep(1000);
    assert.match(
      String(await suite.database.migrate({ lockWait: 1 })),
      /Another runner has held the migration lock/,
    );
    assert.equal(await slow, 5);
  });

  it("what a file sets for its session does not reach the next one", async () => {
    suite.database.write(
      product === "PostgreSQL"
        ? {
            "a.sql": "SET search_path = pg_catalog; SET client_min_messages = error;",
            "b.sql": "CREATE TABLE here (id int);",
          }
        : {
            "a.sql": "SET foreign_key_checks = 0;\nDELIMITER //\nSELECT 1//\n",
            "b.sql": "CREATE TABLE here (id int);\nINSERT INTO here SELECT @@foreign_key_checks;",
          },
    );
    await suite.converges(2);
    assert.equal(
      await suite.database.query("SELECT coalesce(sum(id), 0) FROM here;"),
      product === "PostgreSQL" ? "0" : "1",
    );
  });
}
