import assert from "node:assert/strict";
import { costOf, risks } from "../../../../components/migration/sql/risks";
import { scan, type Language } from "../../../../components/migration/sql/scan";

const of = (sql: string, language: Language) => risks(scan(sql, language).statements, language);

describe("migration: what a file may lose, lock or leave half-way", () => {
  const cases: [Language, string, RegExp][] = [
    ["PostgreSQL", "DROP TABLE IF EXISTS a", /loses its data/],
    ["PostgreSQL", "TRUNCATE a", /loses its rows/],
    ["PostgreSQL", "DELETE FROM a", /without WHERE loses all rows/],
    ["PostgreSQL", "ALTER TABLE a ADD b int, DROP COLUMN c", /loses the column's data/],
    ["PostgreSQL", "ALTER TABLE ONLY a DROP c", /loses the column's data/],
    ["PostgreSQL", "ALTER TABLE a ALTER COLUMN b TYPE varchar(5)", /may cut or refuse values/],
    ["PostgreSQL", "CREATE UNIQUE INDEX i ON a (b)", /blocks writes until it is built/],
    ["PostgreSQL", "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d", /add it NOT VALID/],
    ["PostgreSQL", "ALTER TABLE a ALTER b SET NOT NULL", /reads the whole table/],
    ["PostgreSQL", "VACUUM FULL a", /rewrites under a lock/],
    ["PostgreSQL", "UPDATE a SET b = 1", /without WHERE changes every row/],
    ["MySQL", "ALTER TABLE `a` DROP `b`", /loses the column's data/],
    ["MySQL", "ALTER TABLE a MODIFY b varchar(5)", /may cut or refuse values/],
    ["MySQL", "ALTER TABLE a CHANGE b c int", /may cut or refuse values/],
    ["MySQL", "ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4", /copies the whole table/],
    [
      "MySQL",
      "ALTER TABLE a ADD b int; ALTER TABLE a ADD c int",
      /its 2 statements cannot be rolled back together/,
    ],
  ];
  for (const [language, sql, expected] of cases)
    it(`${language}: ${sql}`, () => {
      const found = of(sql, language);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", expected);
    });

  for (const [language, sql] of [
    ["PostgreSQL", "DELETE FROM a WHERE b = 1"],
    ["PostgreSQL", "UPDATE a SET b = 1 WHERE c"],
    ["PostgreSQL", "ALTER TABLE a DROP CONSTRAINT c"],
    ["PostgreSQL", "ALTER TABLE a ALTER b DROP NOT NULL"],
    ["PostgreSQL", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON a (b)"],
    ["PostgreSQL", "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID"],
    [
      "PostgreSQL",
      "CREATE TABLE a (b int); CREATE INDEX i ON a (b); INSERT INTO a VALUES (1); UPDATE a SET b = 2; DROP TABLE a",
    ],
    ["PostgreSQL", "INSERT INTO a VALUES ('DROP TABLE a') -- TRUNCATE a"],
    ["MySQL", "ALTER TABLE a DROP INDEX b"],
    ["MySQL", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)"],
    ["MySQL", "SET NAMES utf8mb4; ALTER TABLE a ADD b int"],
  ] as const)
    it(`${language}: says nothing of ${sql}`, () => assert.deepEqual(of(sql, language), []));

  it("tells what goes for good from what makes others wait, and from what is neither", () => {
    const cost = (sql: string, language: Language) => of(sql, language).map(costOf);
    assert.deepEqual(cost("DROP TABLE a; CREATE INDEX i ON b (c)", "PostgreSQL"), ["loses", "waits"]);
    assert.deepEqual(cost("ALTER TABLE a ADD b int; ALTER TABLE a ADD c int", "MySQL"), [undefined]);
  });
});
