import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dialectOf } from "../../components/database/client/target";
import { theWorld } from "../../components/engine/world";
import { baseline } from "../../operations/migrate/baseline";
import { verifySchema } from "../../operations/migrate/verify";
import { readMigrations } from "../../components/migration/files";
import { down } from "../../components/migration/runner/down";
import { resolve } from "../../components/migration/runner/resolve";
import { engine } from "./database-server";
import type { MigrationSuite } from "./migration-suite";

/** What an operator asks of the ledger, on a database whose stack is known. */
export function migrationOperations(suite: MigrationSuite): void {
  const isPostgres = suite.tested.product === "PostgreSQL";
  const found = () => ({
    job: suite.database.job(),
    engine,
    ...readMigrations(suite.database.folder, dialectOf(suite.database.target).language),
  });
  const options = (...words: string[]) => ({ words, flags: new Set<string>() });
  const databases = () =>
    suite.database.query(isPostgres ? "SELECT datname FROM pg_database;" : "SHOW DATABASES;");

  it("verify: silent when the schema is what its files make, else a diff of tables, columns and indexes", async () => {
    suite.five("CREATE INDEX by_b ON pay (b);\n");
    await suite.database.migrate();
    await verifySchema(found());
    await suite.database.query(
      `ALTER TABLE pay ADD note ${isPostgres ? "text" : "varchar(10)"}; ALTER TABLE pay DROP COLUMN b; CREATE TABLE extra (id int); CREATE INDEX by_note ON pay (note);`,
    );
    await assert.rejects(verifySchema(found()), (error: Error) => {
      for (const line of isPostgres
        ? [
            /\+ public\.extra$/,
            /\+ public\.extra column id integer/,
            /- public\.pay column b integer/,
            /\+ public\.pay column note text/,
            /- public\.pay index .*by_b/,
            /\+ public\.pay index .*by_note/,
          ]
        : [
            /\+ extra$/,
            /\+ extra column id int\(11\)/,
            /- pay column b int\(11\)/,
            /\+ pay column note varchar\(10\)/,
            /- pay index by_b \(b\)/,
            /\+ pay index by_note \(note\)/,
          ])
        assert.match(error.message, new RegExp(line.source, "m"));
      assert.doesNotMatch(error.message, /column id .*\n.*pay column id/);
      return true;
    });
    assert.doesNotMatch(await databases(), /verify_/);
  });

  it("baseline: refused while the schema is another one, then the files count and the rest runs", async () => {
    suite.five();
    await suite.database.query("CREATE TABLE pay (id int PRIMARY KEY);");
    await assert.rejects(
      baseline(found(), options("2")),
      /does not match the first 2 files[^]*- (public\.)?pay column b int[^]*Nothing was recorded/,
    );
    await assert.rejects(
      baseline(found(), options("9")),
      /N is the number of files that the database already has: 1 to 5/,
    );
    await baseline(found(), options("1"));
    assert.equal(await suite.states(), "1 one.sql baseline");
    await suite.converges(4);
    assert.equal(await suite.database.query("SELECT count(*) FROM pay;"), "1");
    await assert.rejects(baseline(found(), options("5")), /The ledger already has files/);
  });

  it("down: takes the last file back after a backup, and nothing else; then it runs again", async () => {
    suite.five();
    await suite.database.migrate();
    const back = async (name: string, backup: string | null = "echo b-7") => {
      const said: string[] = [];
      const job = suite.database.job(backup === null ? {} : { backup });
      await down(job, engine, name, (line) => said.push(line), theWorld);
      return said;
    };
    const write = (name: string, sql: string) => writeFileSync(join(suite.database.folder, name), sql);
    const counted = () => suite.database.query("SELECT count(*) FROM pay;");
    await assert.rejects(back("five.sql"), /five\.down\.sql does not exist/);
    write("five.down.sql", "DELETE FROM pay WHERE id = 5");
    write("four.down.sql", "UPDATE pay SET b = NULL;\n");
    await assert.rejects(back("four.sql"), /only the last applied file can be reverted: five\.sql/);
    await assert.rejects(back("five.sql", null), /the stack takes no backups/);
    await assert.rejects(back("five.sql", "echo disk full >&2; exit 1"), /backup .*failed:[^]*disk full/);
    assert.equal(await counted(), "3");

    write("five.down.sql", "ALTER TABLE pay ADD d int;\nDELETE FROM nothing_here;\n");
    await assert.rejects(back("five.sql"), /could not be reverted: [^]*nothing_here/);
    assert.match(await suite.states(), isPostgres ? /5 five\.sql applied/ : /5 five\.sql started/);
    if (!isPostgres) await resolve(suite.database.job(), engine, "five.sql", "applied");
    assert.equal(await counted(), "3");

    write("five.down.sql", "DELETE FROM pay WHERE id = 5");
    assert.deepEqual(await back("five.sql"), [
      ...["taking a backup before the first file", "backup: b-7", "reverting five.sql"],
    ]);
    assert.match(await suite.states(), /5 five\.sql rolled back/);
    assert.equal(await counted(), "2");
    await suite.converges(1);
    assert.equal(await counted(), "3");
  });
}
