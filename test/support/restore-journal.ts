import assert from "node:assert/strict";
import type { BareBackups } from "./bare-backups";

type Change = (text: string) => string;

/** Tests of exchanges that do only a part: the text of what is missing stays until all is there. */
export function journalKept(server: () => BareBackups): void {
  /** Restores what there is now into database good, and exchanges it. */
  const exchange = async (change: Change) => {
    await server().sql("DELETE FROM item WHERE id > 500");
    await server().restore(await server().backUp(), "good");
    return server().script("switch", { TARGET: "good", KEPT: "kept8" }, change);
  };
  const interrupted = async () =>
    (await server().script("leftovers")).stdout.includes("interrupted\tshop good kept8");
  const triggerOf = async (database: string) => {
    const change = `INSERT INTO ${database}.item VALUES (600, 'loud'); SELECT name FROM ${database}.item WHERE id = 600`;
    assert.equal(await server().sql(`${change}; DELETE FROM ${database}.item WHERE id = 600`), "loud!");
  };
  /** Finishes it, which must succeed. */
  const finish = async (says: RegExp) => {
    const { stdout, stderr, exitCode } = await server().script("finish");
    assert.equal(exitCode, 0, stderr);
    assert.match(stdout, says);
    assert.equal(await interrupted(), false);
    await triggerOf("shop");
    assert.equal(await server().sql("SELECT @@GLOBAL.init_connect"), "SET @mine = 1");
  };
  const clean = async () => {
    for (const each of ["good", "kept8"]) await server().sql(`DROP DATABASE IF EXISTS ${each}`);
    await server().sql("SET GLOBAL init_connect = ''");
  };

  it("maria: to finish that keeps no one out and lets no one in fails, and loses nothing", async () => {
    await server().sql("SET GLOBAL init_connect = 'SET @mine = 1'");
    const moves = 'move "$journal/there" 2>"$errors" &&';
    assert.notEqual((await exchange((text) => text.replace(moves, `${moves} kill -9 0 &&`))).exitCode, 0);
    const { stdout, stderr, exitCode } = await server().script("finish", {}, (text) =>
      text
        .replace("\nfence() {", "\nfence() { return 1;")
        .replace("\nunfence() {", "\nunfence() { return 1;"),
    );
    assert.equal(exitCode, 1, stdout);
    assert.match(stderr, /could not be finished/);
    assert.equal(await interrupted(), true);
    await finish(/is now what was good/);
    await triggerOf("kept8");
    await clean();
  });

  it("maria: what the kept database lacks is recreated by --finish, and what was made in the new one stays", async () => {
    await server().sql("SET GLOBAL init_connect = 'SET @mine = 1'");
    const { stderr, exitCode } = await exchange((text) =>
      text.replace('sql "$3" <"$journal/old.sql"', 'false <"$journal/old.sql"'),
    );
    assert.equal(exitCode, 0, stderr);
    assert.equal(await interrupted(), true, stderr);
    assert.match(stderr, /triggers and events of kept8 could be recreated[^]*--finish/);
    await server().sql("CREATE VIEW later AS SELECT 1");
    await finish(/is now what was good/);
    await triggerOf("kept8");
    assert.equal(await server().sql("SELECT * FROM later"), "1");
    await server().sql("DROP VIEW later");
    await clean();
  });

  it("maria: what could not be recreated on the way back is named, kept, and recreated by --finish", async () => {
    await server().sql("SET GLOBAL init_connect = 'SET @mine = 1'");
    const { stderr, exitCode } = await exchange((text) =>
      text
        .replace('move "$journal/there" 2>"$errors" &&', "false &&")
        .replace('sql --force "$1" <"$journal/old.sql"', 'false <"$journal/old.sql"'),
    );
    assert.equal(exitCode, 1);
    assert.equal(await interrupted(), true, stderr);
    assert.match(stderr, /could not be recreated: TRIGGER `louder` of shop VIEW `many` of shop[^]*--finish/);
    await finish(/is as it was/);
    assert.ok(!(await server().databases()).includes("kept8"));
    await clean();
  });
}
