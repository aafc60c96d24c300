import assert from "node:assert/strict";
import { withLock } from "../../../operations/changing";
import { readImport } from "../../../operations/import/command";
import { migrateCommand } from "../../../operations/migrate/command";
import { readRollback } from "../../../operations/releases/rollback";
import { readRestore } from "../../../operations/restore";
import { UserError } from "../../../components/engine/user-error";

/** Of a stack that does not exist: what is said of the arguments is said before it is looked for, and so before its lock is. */
const nowhere = ["--stack", "no-such-stack"];

describe("mistakes in the arguments of a command that changes a stack", () => {
  const never = () => Promise.reject(new Error("it ran"));
  for (const [name, refuse, args, expected] of [
    ["restore", readRestore, ["--yse"], /^Unknown option '--yse'\n {2}usage: npm run restore/],
    [
      "restore",
      readRestore,
      [],
      /^Which backup\? npm run backups lists them; latest is the newest\n {2}usage/,
    ],
    ["restore", readRestore, ["1", "2"], /^One backup at a time; found 1, 2\n/],
    ["restore", readRestore, ["1", "--back", "x"], /^--finish and --back take no backup/],
    ["restore", readRestore, ["--finish", "--table", "x"], /^--finish and --back take no backup/],
    ["rollback", readRollback, ["--too", "3"], /^Unknown option '--too'\n {2}usage: npm run rollback/],
    ["rollback", readRollback, ["3"], /^Unexpected argument 3: --to names a release\n/],
    ["rollback", readRollback, ["--to", "v3"], /^--to v3: expected the number of a release/],
    ["rollback", readRollback, ["--backup", "1"], /^--backup needs --restore-database/],
    ["import", readImport, [], /^Which dump\?\n {2}usage: npm run import/],
    ["import", readImport, ["a.sql", "b.sql"], /^One dump at a time; found a\.sql, b\.sql\n/],
    ["import", readImport, ["/nowhere/a.sql"], /^There is no file \/nowhere\/a\.sql\.\n/],
  ] as [string, (args: string[]) => unknown, string[], RegExp][])
    it(`${[name, ...args].join(" ")}: refused before the lock is taken`, () =>
      assert.rejects(withLock(name, never, refuse)([...args, ...nowhere]), (error: Error) => {
        assert.ok(error instanceof UserError, error.stack);
        assert.match(error.message, expected);
        return true;
      }));

  for (const [args, expected] of [
    [["resolve", "001_a.sql"], /^usage: npm run migrate -- resolve NAME --applied\|--rolled-back$/],
    [["down"], /^usage: npm run migrate -- down NAME/],
  ] as [string[], RegExp][])
    it(`migrate ${args.join(" ")}: refused before the lock is taken`, () =>
      assert.rejects(migrateCommand([...args, ...nowhere]), { message: expected }));

  it("good ones are read", () => {
    assert.equal(readRestore(["latest", "--beside", "--yes"]).id, "latest");
    assert.equal(readRestore(["--back", "kept"]).values.back, "kept");
    assert.equal(readRestore(["--finish", "--database", "d"]).values.finish, true);
    const { values, consent } = readRollback(["--to", "3", "--restore-database", "--backup", "1"]);
    assert.deepEqual([values.to, consent], ["3", { keep: false, restore: true, backups: ["1"] }]);
  });
});
