import assert from "node:assert/strict";
import { confirm } from "../../../operations/confirm";
import { lossOf, migrationsSince, parseNow } from "../../../operations/loss";
import { findManifest, parseManifests, renderManifests, type Manifest } from "../../../operations/manifests";
import { readArguments } from "../../../operations/stack";
import { duration, size } from "../../../operations/text";

const manifest: Manifest = {
  id: "20261122-023000-abcd",
  format: 1,
  engine: "PostgreSQL",
  takenAt: "2026-11-22T02:30:00Z",
  reason: "scheduled",
  release: null,
  migrationHead: "2 create_b.sql",
  bytes: 1_500_000,
  seconds: 3,
  pinned: false,
  verifiedAt: null,
  verifiedSeconds: null,
  tables: { item: 100, gone: 1, same: 5 },
};

describe("operations: the list of backups", () => {
  it("says age, size and whether each was ever restored, the newest first", () => {
    const verified = {
      ...manifest,
      id: "20261101-023000-ef01",
      takenAt: "2026-11-01T02:30:00Z",
      release: "r7",
    };
    const proven = { ...verified, verifiedAt: "2026-11-01T02:31:00Z", verifiedSeconds: 75, pinned: true };
    assert.equal(
      renderManifests([proven, manifest], new Date("2026-11-22T05:00:00Z")),
      [
        "ID                    AGE         SIZE     VERIFIED                       RELEASE  REASON              MIGRATION",
        "20261122-023000-abcd  2 h 30 min  1.4 MiB  no                             -        scheduled           2 create_b.sql",
        "20261101-023000-ef01  21 d 2 h    1.4 MiB  2026-11-01, restored in 1 min  r7       scheduled (pinned)  2 create_b.sql",
      ].join("\n"),
    );
  });

  it("shows nothing of a manifest that a terminal would obey", () => {
    const line = `1.json\t${JSON.stringify({ ...manifest, reason: "by \u001b[2Jhand", release: "\u009b31mr7" })}\n`;
    assert.deepEqual(parseManifests(line), [{ ...manifest, reason: "by hand", release: "31mr7" }]);
  });

  it("leaves out manifests that are damaged, empty, or of a newer version, names each, and does not end at them", () => {
    const said: unknown[] = [];
    const error = console.error;
    console.error = (line: unknown) => said.push(line);
    try {
      const whole = JSON.stringify(manifest);
      const newer = JSON.stringify({ format: 2, id: "x" });
      const lines = `1.json\t{"id": "half\n2.json\t\n3.json\t${newer}\n4.json\t${whole}\n`;
      assert.deepEqual(parseManifests(lines), [manifest]);
    } finally {
      console.error = error;
    }
    const damaged = "is damaged: that backup is ignored.";
    assert.deepEqual(
      said.map((line) => String(line).split(". ")[0]),
      [
        `Manifest 1.json ${damaged.slice(0, -1)}`,
        `Manifest 2.json ${damaged.slice(0, -1)}`,
        "Manifest 3.json has format 2, which only a newer version of this program can read.",
      ],
    );
  });

  it("one that is dated later than now is neither the latest nor minus an hour old", () => {
    const future = { ...manifest, id: "20270101-000000-abcd", takenAt: "2027-01-01T00:00:00Z" };
    const now = new Date("2026-11-22T05:00:00Z");
    assert.equal(findManifest([manifest, future], "latest", now), manifest);
    assert.match(renderManifests([future], now), /20270101-000000-abcd {2}in the future/);
  });

  it("finds one by its id or as the latest, or names those that there are", () => {
    assert.equal(findManifest([manifest], "latest", new Date("2026-11-23")), manifest);
    assert.equal(findManifest([manifest], manifest.id), manifest);
    assert.throws(
      () => findManifest([manifest], "x"),
      /There is no backup x\.\n {2}fix: name one: 20261122-023000-abcd or latest/,
    );
    assert.throws(
      () => findManifest([], undefined),
      /Which backup\?\n {2}fix: npm run backup takes the first/,
    );
  });
});

describe("operations: what a restore loses", () => {
  const now = parseNow(
    "table\titem\t120\ntable\tsame\t5\ntable\tnew\t7\nmigration\t1 a.sql\nmigration\t2 create_b.sql\nmigration\t3 c.sql",
  );

  it("is reported by table: fewer, more, new and gone ones; nothing of those that are the same", () =>
    assert.deepEqual(lossOf(manifest, now), [
      "gone: restored with 1 row; the table does not exist now",
      "item: 120 rows now, 100 in the backup: 20 fewer after it",
      "new: 7 rows now; the table is not in the backup",
    ]));

  it("is reported when no count differs", () =>
    assert.deepEqual(lossOf({ ...manifest, tables: { a: 1 } }, parseNow("table\ta\t1")), [
      "every table has the same number of rows",
    ]));

  it("names the migrations since", () => {
    assert.deepEqual(migrationsSince(manifest, now), ["3 c.sql"]);
    assert.deepEqual(migrationsSince({ ...manifest, migrationHead: null }, now).length, 3);
    assert.deepEqual(migrationsSince({ ...manifest, migrationHead: "3 c.sql" }, now), []);
  });
});

describe("operations: arguments and questions", () => {
  it("an unknown option is named with the usage", () =>
    assert.throws(
      () => readArguments(["--yse"], {}, "npm run x"),
      /Unknown option '--yse'\n {2}usage: npm run x/,
    ));

  it("without a terminal nothing is done, unless --yes was given", async () => {
    const { isTTY } = process.stdin;
    process.stdin.isTTY = false;
    try {
      await assert.rejects(
        confirm("?", "x", false),
        /Nothing was changed: there is no terminal to ask on\.\n {2}fix: add --yes/,
      );
      await confirm("?", "x", true);
    } finally {
      process.stdin.isTTY = isTTY;
    }
  });

  it("times and sizes are said as people say them", () => {
    assert.deepEqual([0, 59.4, 90, 3700, 200_000].map(duration), [
      "0 s",
      "59 s",
      "2 min",
      "1 h 2 min",
      "2 d 7 h",
    ]);
    assert.deepEqual([0, 1023, 1536, 5e9].map(size), ["0 B", "1023 B", "1.5 KiB", "4.7 GiB"]);
  });
});
