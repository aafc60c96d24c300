import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../support/program";

interface Backup {
  /** When it was taken, in UTC. */
  at: string;
  verified?: boolean;
  pinned?: boolean;
  reason?: string;
}

const usual = { daily: 7, weekly: 4, monthly: 6, releases: 3 };
const now = Date.parse("2026-11-22T12:00:00Z");
const id = (at: string) => `${at.replace(/[-:]/g, "").replace("T", "-").slice(0, 15)}-abcd`;
const ago = (days: number, hours = 0) =>
  new Date(now - (days * 24 + hours) * 3_600_000).toISOString().slice(0, 19);

/** A manifest as dump.sh writes it, as far as retention reads it. */
function manifest({ at, verified = false, pinned = false, reason = "scheduled" }: Backup): string {
  return `{
  "id": "${id(at)}",
  "reason": "${reason}",
  "pinned": ${pinned},
  "verifiedAt": ${verified ? `"${at}Z"` : "null"},
  "tables": {
    "id": 3
  }
}
`;
}

/** The times of what is deleted, as the awk of this machine decides. */
function deleted(backups: Backup[], keep: Partial<typeof usual> = {}): string[] {
  const variables = Object.entries({ now: now / 1000, ...usual, ...keep }).flatMap(([name, value]) => [
    "-v",
    `${name}=${value}`,
  ]);
  const script = join(root, "components/backup/retention.awk");
  const input = backups.map(manifest).join("");
  const { stdout, stderr } = spawnSync("awk", [...variables, "-f", script], { input, encoding: "utf8" });
  assert.equal(stderr, "");
  const gone = stdout.split("\n").filter((line) => line !== "");
  return backups.map(({ at }) => at).filter((at) => gone.includes(id(at)));
}

describe("backups: retention", () => {
  it("deletes nothing when there is nothing, or one", () => {
    assert.deepEqual(deleted([]), []);
    assert.deepEqual(deleted([{ at: "2020-01-01T00:00:00" }]), []);
  });

  it("keeps the newest of 7 days, 4 weeks and 6 months of one taken every night", () => {
    const nights = Array.from({ length: 400 }, (_, at) => ({ at: ago(at + 1) }));
    const gone = new Set(deleted(nights));
    assert.deepEqual(
      nights.map(({ at }) => at.slice(0, 10)).filter((_, at) => !gone.has(nights[at]?.at ?? "")),
      [
        ...["2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-11-16", "2026-11-15"],
        // Sundays end weeks; the 15th is one of the 7 days too.
        ...["2026-11-08", "2026-11-01"],
        ...["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30"],
      ],
    );
  });

  it("counts only days that have a backup: a machine that was off for a month loses none", () => {
    const old = [40, 41, 42].map((days) => ({ at: ago(days) }));
    assert.deepEqual(deleted(old, { weekly: 0, monthly: 0 }), []);
  });

  it("keeps the last of a day, and everything of the last 24 hours", () => {
    const hours = Array.from({ length: 48 }, (_, at) => ({ at: ago(0, at + 1) }));
    const gone = deleted(hours, { weekly: 0, monthly: 0 });
    // 23 are younger than a day; of those before, the last of the 20th.
    assert.equal(gone.length, 48 - 23 - 1);
    assert.ok(gone.every((at) => Date.parse(`${at}Z`) <= now - 86_400_000));
  });

  it("never deletes the last one that is verified, however old", () => {
    const backups = [
      { at: ago(800), verified: true },
      { at: ago(700), verified: true },
      ...[1, 2, 3].map((days) => ({ at: ago(days) })),
    ];
    assert.deepEqual(deleted(backups, { daily: 2, weekly: 0, monthly: 0 }), [ago(800), ago(3)]);
  });

  it("never deletes a pinned one", () => {
    const backups = [{ at: ago(800), pinned: true }, { at: ago(700) }, { at: ago(2) }];
    assert.deepEqual(deleted(backups, { daily: 1, weekly: 0, monthly: 0 }), [ago(700)]);
  });

  it("keeps those before the last migrations, which a rollback may need", () => {
    const backups = [500, 400, 300, 200].map((days) => ({ at: ago(days), reason: "migration" }));
    assert.deepEqual(deleted([...backups, { at: ago(2) }], { daily: 1, weekly: 0, monthly: 0 }), [ago(500)]);
  });

  it("keeps the newest, even when everything is 0", () => {
    const none = { daily: 0, weekly: 0, monthly: 0, releases: 0 };
    assert.deepEqual(deleted([{ at: ago(9) }, { at: ago(5) }], none), [ago(9)]);
  });

  it("keeps what is dated later than now, and in the place of no other", () => {
    const backups = [{ at: ago(-30) }, { at: ago(-31) }, { at: ago(2) }, { at: ago(9) }];
    assert.deepEqual(deleted(backups, { daily: 1, weekly: 0, monthly: 0 }), [ago(9)]);
  });
});
