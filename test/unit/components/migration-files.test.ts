import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMigrations } from "../../../components/migration/files";

describe("migration: the folder of SQL files", () => {
  let folder: string;
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "migrations-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lists files in the order of order.txt, whatever their names", () => {
    write("order.txt", "# payments\nb.sql\n\na\n");
    write("a.sql", "SELECT 1;");
    write("b.sql", "SELECT 2;");
    const { files, mistakes } = readMigrations(folder);
    assert.deepEqual(mistakes, []);
    assert.deepEqual(
      files.map(({ ordinal, name }) => [ordinal, name]),
      [
        [1, "b.sql"],
        [2, "a.sql"],
      ],
    );
  });

  it("names every file that is missing, listed twice or not listed", () => {
    write("order.txt", "a.sql\na.sql\ngone.sql\n");
    write("a.sql", "SELECT 1;");
    write("forgotten.sql", "SELECT 2;");
    const { mistakes } = readMigrations(folder);
    assert.equal(mistakes.length, 3);
    assert.match(mistakes[0] ?? "", /^gone\.sql is listed in order\.txt, but is not in/);
    assert.match(mistakes[1] ?? "", /^a\.sql is listed twice/);
    assert.match(mistakes[2] ?? "", /^forgotten\.sql is in .*, but not in order\.txt: add it/);
  });

  it("asks for an order file", () => {
    assert.match(readMigrations(folder).mistakes[0] ?? "", /order\.txt is missing: list the SQL files there/);
  });

  it("refuses a byte order mark, another encoding and an empty file", () => {
    write("order.txt", "bom.sql\ngbk.sql\nempty.sql\n");
    write("bom.sql", "\uFEFFSELECT 1;");
    write("gbk.sql", Buffer.from([0x2d, 0x2d, 0x20, 0xd6, 0xd0, 0xce, 0xc4, 0x0a]));
    write("empty.sql", "\n");
    const { mistakes } = readMigrations(folder);
    assert.deepEqual(
      mistakes.map((mistake) => mistake.split(":")[0]),
      ["bom.sql starts with a byte order mark", "gbk.sql is not UTF-8", "empty.sql is empty"],
    );
  });

  it("refuses what would break the transaction of a file and its record, all at once, with lines", () => {
    write("order.txt", "a\nb\nc\nd\n");
    write("a.sql", "BEGIN;\nUPDATE a SET b = 'COMMIT';\n-- ROLLBACK;\nCOMMIT;\n");
    write(
      "b.sql",
      "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END $$ LANGUAGE plpgsql;\nROLLBACK TO SAVEPOINT x;\n",
    );
    write("c.sql", "CREATE INDEX CONCURRENTLY i ON a (b);\n\\c other\nSELECT 'open;\n");
    write("d.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b);\n");
    assert.deepEqual(readMigrations(folder, "PostgreSQL").mistakes, [
      "a.sql line 1: BEGIN would break the file's transaction, in which its record is written too: remove it",
      "a.sql line 4: COMMIT would break the file's transaction, in which its record is written too: remove it",
      "c.sql line 1: CREATE INDEX CONCURRENTLY cannot run in a transaction: move it to a file of its own whose first line is -- no-transaction",
      "c.sql line 2: \\c is a client command, not SQL: remove it",
      "c.sql line 3: the quote ' that opens here is never closed",
    ]);
  });

  it("refuses the same on MySQL, but not inside procedures", () => {
    write("001_a.sql", "START TRANSACTION;\nUSE other;\nSET autocommit = 0;\nLOCK TABLES a WRITE;\n");
    write(
      "002_b.sql",
      "DELIMITER //\nCREATE PROCEDURE p() BEGIN START TRANSACTION; COMMIT; END//\nDELIMITER ;\nCALL p();\n",
    );
    assert.deepEqual(
      readMigrations(folder, "MySQL").mistakes.map((mistake) => mistake.split(/ (?:would|is a) /)[0]),
      [
        "001_a.sql line 1: START TRANSACTION",
        "001_a.sql line 3: SET AUTOCOMMIT",
        "001_a.sql line 4: LOCK TABLES",
        "001_a.sql line 2: USE",
      ],
    );
  });

  const names = () => readMigrations(folder).files.map(({ name }) => name);

  it("takes numbered files by their numbers, as numbers, and leaves down files out", () => {
    for (const name of ["10_c.sql", "2_b.sql", "001_a.sql", "001_a.down.sql"]) write(name, "SELECT 1;");
    assert.deepEqual(names(), ["001_a.sql", "2_b.sql", "10_c.sql"]);
    for (const name of names()) rmSync(join(folder, name));
    for (const name of ["V1.10__b.sql", "V1.2__a.sql", "V2__c.sql"]) write(name, "SELECT 1;");
    assert.deepEqual(names(), ["V1.2__a.sql", "V1.10__b.sql", "V2__c.sql"]);
  });

  it("refuses two files of one number, and one without", () => {
    for (const name of ["001_a.sql", "1_b.sql", "fix.sql"]) write(name, "SELECT 1;");
    assert.deepEqual(readMigrations(folder).mistakes, [
      "fix.sql has no number, as the others do: name it like 001_name.sql, or list all in order.txt",
      "1_b.sql and 001_a.sql have the same number: give the newer one the next free number",
    ]);
  });

  it("takes Prisma's folders by their timestamps, and names an empty one", () => {
    for (const name of ["20260102000000_订单", "20260101000000_init"]) {
      mkdirSync(join(folder, name));
      write(join(name, "migration.sql"), "SELECT 1;");
    }
    write("migration_lock.toml", "provider");
    assert.deepEqual(names(), ["20260101000000_init", "20260102000000_订单"]);
    mkdirSync(join(folder, "20260103000000_empty"));
    write("loose.sql", "SELECT 1;");
    const { mistakes } = readMigrations(folder);
    assert.match(mistakes[0] ?? "", /20260103000000_empty\/migration\.sql is missing/);
    assert.match(mistakes[1] ?? "", /loose\.sql is beside folders/);
  });
});
