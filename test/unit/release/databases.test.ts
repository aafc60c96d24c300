import assert from "node:assert/strict";
import type { ReleaseRecord } from "../../../components/release/record";
import { ending, stoppedText, suitsRestored } from "../../../operations/releases/rollback";
import { assigned, checkConsent } from "../../../operations/releases/databases";
import { hadUntracked } from "../../../operations/releases/schema";

describe("rollback: which backups --restore-database restores", () => {
  const file = (name: string, backup: string | null) => ({ name, backup });
  const one = [{ service: "database", ahead: [file("b.sql", "B1"), file("c.sql", "B1")] }];
  const two = [...one, { service: "logs", ahead: [file("x.sql", "L1")] }];

  it("those of before the first file that the older release does not have, each database its own", () => {
    assert.deepEqual(assigned(one, 1, []), [{ service: "database", backup: "B1" }]);
    assert.deepEqual(assigned(two, 1, []), [
      { service: "database", backup: "B1" },
      { service: "logs", backup: "L1" },
    ]);
  });

  it("those that are named", () => {
    assert.deepEqual(assigned(one, 1, ["B0"]), [{ service: "database", backup: "B0" }]);
    assert.deepEqual(assigned([{ service: "database", ahead: [] }], 1, ["B0"]), [
      { service: "database", backup: "B0" },
    ]);
    assert.deepEqual(assigned(two, 1, ["logs=L0"])[1], { service: "logs", backup: "L0" });
    assert.throws(
      () => assigned(two, 1, ["L0"]),
      /Which database does backup L0 belong to\? The stack has: database, logs/,
    );
    assert.throws(() => assigned(two, 1, ["other=L0"]), /Which database does backup L0 belong to/);
  });

  it("never silently none", () => {
    const equal = [{ service: "database", ahead: [] }];
    assert.throws(
      () => assigned(equal, 3, []),
      /nothing to restore: no migration was applied since release 3/,
    );
    assert.throws(() => assigned([], 3, []), /nothing to restore/);
    const none = [{ service: "database", ahead: [file("b.sql", null)] }];
    assert.throws(() => assigned(none, 3, []), /No backup of database was taken before b\.sql/);
  });

  it("options that do not go together are refused", () => {
    assert.throws(() => checkConsent({ keep: true, restore: true, backups: [] }), /cannot be used together/);
    assert.throws(
      () => checkConsent({ keep: false, restore: false, backups: ["B"] }),
      /add --restore-database/,
    );
  });
});

describe("rollback: what it says at its end", () => {
  const to = { number: 2 } as ReleaseRecord;
  const restored = [{ database: "shop", backup: "B1" }];

  it("names the databases that were restored, also when the update had nothing to do", () => {
    assert.match(
      ending(to, false, []),
      /^Release 2 does not differ from what serves, so nothing was changed/,
    );
    assert.match(
      ending(to, false, restored),
      /^Before the update, database shop was restored from backup B1\.\n.*so nothing else was changed/,
    );
    assert.match(ending(to, true, restored), /restored from backup B1\.\nRelease 2 serves again/);
  });
});

describe("rollback: a migration that the stored source lacks", () => {
  it("belongs to the release when it applied it, or when git did not track it then", () => {
    const source = {
      sha256: "x",
      untracked: ["db/migrations/002_note.sql", "db/prisma/3_more/migration.sql"],
    };
    assert.equal(hadUntracked({ source }, "002_note.sql"), true);
    assert.equal(hadUntracked({ source }, "3_more"), true);
    assert.equal(hadUntracked({ source }, "note.sql"), false);
    assert.equal(hadUntracked({ migrations: ["003_rank.sql"] }, "003_rank.sql"), true);
    assert.equal(hadUntracked({}, "003_rank.sql"), false);
    const left = { sha256: "x", leftOut: ["migrations/004_secret_key.sql"] };
    assert.equal(hadUntracked({ source: left }, "004_secret_key.sql"), true);
  });
});

describe("rollback: one that stopped", () => {
  const found = "The rollback stopped at pulumi up. Release 8 serves.";

  const back = "npm run restore -- --back x";
  const restored = [{ database: "shop", backup: "B1", back }];

  it("says first how the release that serves gets its database back", () =>
    assert.deepEqual(stoppedText(found, restored, false).split("\n"), [
      found,
      "  Before that, database shop was restored from backup B1.",
      "  fix: restore the database of the release that serves: npm run restore -- --back x",
      "  or once the cause is fixed, run the same rollback again (npm run releases shows what serves)",
    ]));

  it("after the switch: what was restored is what the release that serves needs", () =>
    assert.match(
      stoppedText(found, restored, true),
      /^ {2}fix: once the cause is fixed, run the rollback again without --restore-database and --backup \(npm run releases shows what serves\)$/m,
    ));

  it("before the switch: what serves is another release, or may be", () => {
    assert.equal(suitsRestored(8, undefined), false);
    assert.equal(suitsRestored(8, 9), false);
    assert.equal(suitsRestored(undefined, undefined), false);
    assert.equal(suitsRestored(9, 9), true);
    assert.equal(suitsRestored(undefined, 9), true);
  });

  it("is run again when no database was restored", () =>
    assert.match(stoppedText(found, [], false), /^[^\n]+\n {2}fix: once the cause is fixed/));
});
