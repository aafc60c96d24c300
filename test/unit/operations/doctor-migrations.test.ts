import assert from "node:assert/strict";
import type { LedgerRow } from "../../../components/migration/ledger";
import { judgeMigrations } from "../../../operations/doctor/migrations";
import { stateOf } from "../../../operations/kernel/state-read";
import { isSettled } from "../../../operations/migrate/target";

const files = ["001_a.sql", "002_b.sql"].map((name, at) => ({
  ...{ name, path: name, ordinal: at + 1, sha256: `${at}`.repeat(64), sql: "" },
}));
const row = (at: 0 | 1, more: Partial<LedgerRow> = {}) =>
  ({ ...files[at], state: "applied", started_at: "2026-01-01 00:00", kept: null, ...more }) as LedgerRow;
const judge = (settled: boolean, ...rows: LedgerRow[]) =>
  judgeMigrations(
    { job: { database: "shop" }, files, mistakes: [], settled },
    rows,
    " --stack prod --migration m",
  ).map(({ verdict, found, remedy }) => [verdict, found, remedy]);

describe("doctor: migrations", () => {
  it("all applied, and pending in the next update", () => {
    assert.deepEqual(judge(true, row(0), row(1)), [["ok", "shop: 2 files applied, none pending", undefined]]);
    assert.deepEqual(judge(false, row(0)), [
      [
        "warning",
        "shop: pending: 002_b.sql",
        "npm run migrate -- plan --stack prod --migration m; pulumi up applies them",
      ],
    ]);
  });

  const apply = "npm run migrate -- apply --stack prod --migration m";
  it("after an older backup was restored: what the update would refuse to run is applied by a command", () => {
    const lacks = (names: string) => [
      "problem",
      `Database shop no longer has ${names}, which this stack applied: was an older backup restored?`,
      apply,
    ];
    assert.deepEqual(judge(true, row(0)), [lacks("002_b.sql")]);
    assert.deepEqual(judge(true), [lacks("001_a.sql, 002_b.sql")]);
    assert.deepEqual(judge(true, row(0), row(1, { state: "failed", error: "no" })), [
      ["problem", "002_b.sql failed: no", `once the cause is fixed: ${apply}`],
      lacks("002_b.sql"),
    ]);
  });

  it("a file that failed in the last update is fixed there", () =>
    assert.deepEqual(judge(false, row(0), row(1, { state: "failed", error: "no" }))[0], [
      "problem",
      "002_b.sql failed: no",
      "fix the file, then pulumi up",
    ]));

  it("nothing is well while a file has not ended: how much of it stays is said, and what to do first", () => {
    const [found, ...others] = judge(
      true,
      row(0),
      row(1, { state: "started", error: "Duplicate column\nmore", statements: 1 }),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(found?.slice(0, 2), [
      "problem",
      "002_b.sql failed half-way on database shop (1 statement ran and stays applied): Duplicate column",
    ]);
    assert.match(
      found?.[2] ?? "",
      /^by hand, undo what the file changed .* resolve 002_b\.sql --rolled-back or --applied/,
    );
    const [cut] = judge(true, row(0), row(1, { state: "started", error: null }));
    assert.match(cut?.[1] ?? "", /was cut off on database shop: how much of it was applied is unknown/);
  });

  it("the state knows which files were applied, with which text", () => {
    const state = (triggers: string[], more: object = {}) =>
      stateOf(
        JSON.stringify({
          deployment: {
            resources: [
              {
                urn: "urn:pulumi:prod::shop::web-systems:index:Migration$command:local:Command::m",
                inputs: { triggers },
                ...more,
              },
            ],
          },
        }),
      );
    const all = ["001_a.sql sha256:0000000000000000", "002_b.sql sha256:1111111111111111"];
    assert.equal(isSettled(state(all), "m", files), true);
    assert.equal(isSettled(state(all), "other", files), false);
    assert.equal(isSettled(state(all, { delete: true }), "m", files), false);
    assert.equal(isSettled(state(all.slice(0, 1)), "m", files), false);
    assert.equal(isSettled(state(["001_a.sql sha256:2", ...all.slice(1)]), "m", files), false);
    assert.equal(isSettled(stateOf(JSON.stringify({ deployment: {} })), "m", files), false);
  });
});
