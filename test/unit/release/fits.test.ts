import assert from "node:assert/strict";
import { unfitting } from "../../../operations/releases/fits";

const found = (sql: string, language: "PostgreSQL" | "MySQL" = "PostgreSQL") =>
  unfitting({ ordinal: 1, name: "f.sql", path: "f.sql", sha256: "x", sql }, language);

describe("rollback: a schema that is ahead of the older release", () => {
  for (const sql of [
    "CREATE TABLE a (id int NOT NULL);",
    "CREATE INDEX i ON a (id);",
    "ALTER TABLE a ADD COLUMN b text;",
    "ALTER TABLE a ADD COLUMN IF NOT EXISTS b int NOT NULL DEFAULT 0, ADD COLUMN c text;",
    "INSERT INTO a VALUES (1);",
    "UPDATE a SET b = 1 WHERE id = 1;",
    "COMMENT ON TABLE a IS 'x';",
    "SELECT count(*) FROM a;",
    "DO $$ BEGIN CREATE TYPE t AS ENUM ('a'); END $$;",
    "WITH b AS (SELECT 1) INSERT INTO a SELECT * FROM b;",
    "-- only a comment about DROP TABLE a\nCREATE VIEW v AS SELECT 1;",
  ])
    it(`does not notice ${sql}`, () => assert.deepEqual(found(sql), []));

  for (const sql of [
    "DROP TABLE a;",
    "TRUNCATE a;",
    "DELETE FROM a;",
    "ALTER TABLE a DROP COLUMN b;",
    "ALTER TABLE a ADD COLUMN b text, DROP COLUMN c;",
    "ALTER TABLE a ADD COLUMN b int NOT NULL;",
    "ALTER TABLE a ADD COLUMN b int DEFAULT 1, ADD COLUMN c int NOT NULL;",
    "ALTER TABLE a RENAME TO b;",
    "ALTER TABLE a RENAME COLUMN b TO c;",
    "ALTER TABLE a ALTER COLUMN b TYPE int;",
    "ALTER TABLE a ALTER COLUMN b SET NOT NULL;",
    "ALTER TABLE a ADD CONSTRAINT u UNIQUE (b);",
    "CREATE UNIQUE INDEX u ON a (b);",
    "WITH gone AS (DELETE FROM a RETURNING *) SELECT count(*) FROM gone;",
    "SELECT drop_what_is_old();",
    "CREATE OR REPLACE TABLE a (id int);",
    "CREATE OR REPLACE VIEW v AS SELECT 1;",
    "DROP VIEW v;",
    "CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f();",
  ])
    it(`may notice ${sql}`, () => assert.deepEqual(found(sql), [`f.sql line 1: ${sql.slice(0, -1)}`]));

  it("may notice what a block of code runs", () =>
    assert.deepEqual(found("DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$;"), ["f.sql line 1: DO ''"]));

  it("may notice a column that MySQL changes", () =>
    assert.equal(found("ALTER TABLE a MODIFY b VARCHAR(5);", "MySQL").length, 1));
});
