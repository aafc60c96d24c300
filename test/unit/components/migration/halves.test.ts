import assert from "node:assert/strict";
import type { Language } from "../../../../components/database/client/dialect";
import { halvesOf, nameOfWayBack, neverRuns, wayBackIn } from "../../../../components/migration/sql/halves";
import { scan } from "../../../../components/migration/sql/scan";

const found = (sql: string, language: Language = "PostgreSQL") => wayBackIn(sql, scan(sql, language));

describe("migration: files of other tools", () => {
  it("goose, sql-migrate, micrate and dbmate: the up half, on its own lines", () => {
    for (const [up, down] of [
      ["-- +goose Up", "-- +goose Down"],
      ["--+goose UP", "  -- +goose DOWN\r"],
      ["-- +migrate Up", "-- +migrate Down"],
      ["-- +micrate Up", "-- +micrate Down"],
      ["-- migrate:up", "-- migrate:down"],
    ] as const)
      assert.deepEqual(halvesOf(`-- made by hand\n\n${up}\nA;\n${down}\nDROP TABLE a;\n`), {
        up: `-- made by hand\n\n${up}\nA;\n\n\n`,
      });
  });

  it("the down half may stand above, and both more than once", () =>
    assert.equal(
      halvesOf("-- +migrate Down\nX;\n-- +migrate Up\nA;\n-- +migrate Down\nY;\n-- +migrate Up\nB;").up,
      "\n\n-- +migrate Up\nA;\n\n\n-- +migrate Up\nB;",
    ));

  it("what must not run in a transaction does not", () => {
    for (const head of [
      "-- +goose NO TRANSACTION\n-- +goose Up",
      "-- +goose Up\n-- +goose NO TRANSACTION",
      "-- migrate:up transaction:false",
      "-- +migrate Up notransaction",
    ])
      assert.match(halvesOf(`${head}\nA;\n`).up, /^-- no-transaction\n/);
  });

  it("refuses what is not certain", () => {
    const refused = (sql: string) => halvesOf(sql).refused ?? "";
    assert.match(refused("-- +goose Down\nX;"), /none for its up half/);
    assert.match(refused("A;\n-- +goose Up\nB;"), /^line 1 is above the marker/);
    assert.match(
      refused("-- +goose ENVSUB ON\n-- +goose Up\nB;"),
      /^line 1: goose would substitute environment variables/,
    );
  });

  it("leaves every other file as it is", () => {
    for (const sql of ["SELECT 1;\n", "-- migrate the users up\nA;", "-- no-transaction\nA;\n"])
      assert.deepEqual(halvesOf(sql), { up: sql });
  });

  for (const comment of [
    "-- Down",
    "-- DOWN",
    "--down",
    "-- Down Migration",
    "--//@UNDO",
    "-- //@UNDO",
    "-- @down",
    "# --- !Downs",
    "-- ==== DOWN ====",
    "/* rollback */",
    "-- rollback:",
    "-- rambler down",
    "-- undo script",
    "-- migrate:down",
    "-- 回滚",
    "-- 回滚脚本:",
    "-- Revert shop:orders from pg",
    "-- Verify shop:orders on mysql",
    "--liquibase formatted sql",
    "-- liquibase formatted sql",
  ])
    it(`finds ${comment}`, () => assert.match(found(`A;\n${comment}\nB;`, "MySQL") ?? "", /^line 2: /));

  for (const sql of [
    "-- the old column goes down the drain\nA;",
    "-- count down to zero\nA;",
    "-- rollback is impossible after this\nA;",
    "-- 这个字段用于回滚订单状态\nA;",
    "INSERT INTO a VALUES ('\n-- Down\n');",
    "CREATE FUNCTION f() RETURNS int AS $$\n-- rollback\nSELECT 1;\n$$ LANGUAGE sql;",
    "A; -- down",
  ])
    it(`finds nothing in ${JSON.stringify(sql)}`, () => assert.equal(found(sql), undefined));

  it("by their names", () => {
    for (const name of ["1_a.down.sql", "U1__a.sql", "U1.2__a.sql"]) assert.ok(neverRuns(name), name);
    for (const name of ["1_a.up.sql", "V1__a.sql", "Users.sql", "U_boats.sql"])
      assert.ok(!neverRuns(name), name);
    for (const [name, better] of [
      ["001_a_down.sql", "001_a.down.sql"],
      ["001_a-down.sql", "001_a.down.sql"],
      ["a.undo.sql", "a.down.sql"],
      ["001.undo.a.sql", "001.a.down.sql"],
      ["rollback.sql", "NAME.down.sql"],
    ] as const)
      assert.match(
        nameOfWayBack(name) ?? "",
        new RegExp(`rename it to ${better.replaceAll(".", "\\.")},`),
        name,
      );
    for (const name of ["001_down_payment.sql", "002_rollback_policy.sql", "3_a.sql", "4_shutdown.sql"])
      assert.equal(nameOfWayBack(name), undefined, name);
  });
});
