import assert from "node:assert/strict";
import type { Language } from "../../../../components/database/client/dialect";
import { risks } from "../../../../components/migration/sql/risks";
import { scan } from "../../../../components/migration/sql/scan";
import { cases } from "./risk-cases";

const of = (sql: string, language: Language) => risks(scan(sql, language).statements, language);

describe("migration: what a file may lose, lock or leave half-way", () => {
  const said: [Language, string, RegExp][] = [
    ["PostgreSQL", "DROP TABLE IF EXISTS a", /loses its data/],
    ["PostgreSQL", "TRUNCATE a", /loses its rows/],
    ["PostgreSQL", "DELETE FROM a", /without WHERE loses all rows/],
    ["PostgreSQL", "ALTER TABLE a ADD b int, DROP COLUMN c", /loses the column's data/],
    ["PostgreSQL", "ALTER TABLE ONLY a DROP c", /loses the column's data/],
    ["PostgreSQL", "ALTER TABLE a ALTER COLUMN b TYPE varchar(5)", /may truncate or reject values/],
    ["PostgreSQL", "CREATE UNIQUE INDEX i ON a (b)", /blocks writes until it is built/],
    ["PostgreSQL", "ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d", /add it NOT VALID/],
    ["PostgreSQL", "ALTER TABLE a ALTER b SET NOT NULL", /reads the whole table/],
    ["PostgreSQL", "VACUUM FULL a", /rewrites under a lock/],
    ["PostgreSQL", "UPDATE a SET b = 1", /without WHERE overwrites/],
    [
      "PostgreSQL",
      "DO $$ BEGIN EXECUTE x; DELETE FROM a; END $$",
      /contains EXECUTE, DELETE: .*cannot be judged/,
    ],
    ["PostgreSQL", "SELECT drop_it(1)", /calls drop_it.* cannot be judged/],
    ["MySQL", "ALTER TABLE `a` DROP `b`", /loses the column's data/],
    ["MySQL", "ALTER TABLE a MODIFY b varchar(5)", /may truncate or reject values/],
    ["MySQL", "ALTER TABLE a CHANGE b c int", /may truncate or reject values/],
    ["MySQL", "ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4", /copies the whole table/],
    [
      "MySQL",
      "ALTER TABLE a ADD b int; ALTER TABLE a ADD c int",
      /its 2 statements cannot be rolled back together/,
    ],
  ];
  for (const [language, sql, expected] of said)
    it(`${language}: ${sql}`, () => {
      const found = of(sql, language);
      assert.equal(found.length, 1, JSON.stringify(found));
      assert.match(found[0]?.says ?? "", expected);
    });

  for (const language of ["PostgreSQL", "MySQL"] as const)
    for (const [sql, ...costs] of cases[language])
      it(`${language}: ${costs.length > 0 ? costs.map(String).join(", ") : "nothing"}: ${sql}`, () => {
        const found = of(sql, language);
        assert.deepEqual(
          found.map(({ cost }) => cost),
          costs,
          JSON.stringify(found),
        );
      });

  it("takes no more time than a file is long", () => {
    const sql = `INSERT INTO a VALUES ${"('x', f(1)), ".repeat(50_000)}(1);\nALTER TABLE a ${"ADD b int, ".repeat(10_000)}DROP c;\nSELECT ${"((((".repeat(50_000)}`;
    const began = Date.now();
    of(sql, "PostgreSQL");
    assert.ok(Date.now() - began < 5000);
  });
});
