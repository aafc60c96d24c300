import assert from "node:assert/strict";
import type { BareBackups } from "./bare-backups";
import { pause, until, type Name } from "./backup-project";
import { killClient } from "./restore-faults";

/** Tests of exchanges whose command is killed, and of two at once. @param taken the backup of each server */
export function exchanges(name: Name, at: Record<Name, BareBackups>, taken: Record<Name, string>): void {
  it(`${name}: the command that began an exchange is killed at once: the exchange ends all the same`, async () => {
    await at[name].restore(taken[name], "good");
    await at[name].sql("DELETE FROM item WHERE id > 490");
    const script = at[name].script("switch", { TARGET: "good", KEPT: "kept5" }, (text) =>
      text.replace("holder=", "sleep 1; holder="),
    );
    await pause(700);
    assert.ok(await killClient(at[name].container), "its client was killed");
    await script;
    // The name that was restored into is gone last.
    await until(async () => !(await at[name].databases()).includes("good"));
    assert.equal(await at[name].sql("SELECT * FROM many"), "500");
    assert.equal((await at[name].script("leftovers")).stdout, "");
  });

  it(`${name}: two exchanges at once: one after the other or one refused, and the rows of all are in some database`, async () => {
    for (const [database, rows] of [
      ["first", 3],
      ["second", 4],
    ] as const) {
      await at[name].restore(taken[name], database);
      await at[name].sql(`DELETE FROM item WHERE id > ${rows}`, database);
    }
    await at[name].sql("DELETE FROM item WHERE id > 5");
    const results = await Promise.all([
      at[name].script("switch", { TARGET: "first", KEPT: "kept6" }),
      at[name].script("switch", { TARGET: "second", KEPT: "kept7" }),
    ]);
    const failed = results.filter(({ exitCode }) => exitCode !== 0);
    assert.ok(failed.length <= 1);
    for (const { stderr } of failed) assert.match(stderr, /another exchange is running/);
    const left = ["shop", "first", "second", "kept6", "kept7"];
    const there = (await at[name].databases()).filter((each) => left.includes(each));
    const rows = await Promise.all(there.map((each) => at[name].sql("SELECT COUNT(*) FROM item", each)));
    assert.deepEqual(rows.sort(), ["3", "4", "5"]);
    for (const each of there.filter((each) => each !== "shop")) await at[name].sql(`DROP DATABASE ${each}`);
  });
}
