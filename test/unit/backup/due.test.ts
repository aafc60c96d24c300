import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/program";

const scripts = (...names: string[]) =>
  names.map((name) => readFileSync(join(root, "components/backup", `${name}.sh`), "utf8")).join("");
/** Central Europe as POSIX writes it, for machines without names of time zones. */
const berlin = "CET-1CEST,M3.5.0,M10.5.0/3";

describe("backups: when one is due", () => {
  const folder = mkdtempSync(join(tmpdir(), "due-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Runs shell text with the backups of these ids, at a time. */
  function at(
    now: string,
    ids: string[],
    text: string,
    more: Record<string, string> = {},
    script = ["common", "due"],
  ): [number | null, string] {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
    for (const id of ids) writeFileSync(join(folder, `${id}.json`), '{\n  "verifiedAt": null,\n}\n');
    const env = {
      ...{
        PATH: process.env["PATH"],
        TMPDIR: tmpdir(),
        BACKUPS: folder,
        TZ: berlin,
        EVERY: "0",
        AT: "02:30",
        TEST_EVERY: "0",
      },
      ...{
        MAX_AGE: "93600",
        DATABASE: "shop",
        PRODUCT: "PostgreSQL",
        NOW: String(Date.parse(now) / 1000),
        ...more,
      },
    };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", `${scripts(...script)}\n${text}`], {
      env,
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    return [status, stdout.trim()];
  }
  const due = (now: string, last: string, more = {}) =>
    at(
      now,
      [`${last.replace(/[-:]/g, "").replace("T", "-").slice(0, 15)}-abcd`],
      'due; code=$?; rm -rf "$work"; exit $code',
      more,
    )[0] === 0;

  it("every day at its time of day", () => {
    assert.ok(due("2026-11-22T01:31:00Z", "2026-11-21T01:30:05Z"));
    assert.ok(!due("2026-11-22T01:29:00Z", "2026-11-21T01:30:05Z"));
    assert.ok(!due("2026-11-22T20:00:00Z", "2026-11-22T01:30:05Z"));
  });

  it("on the day without that time: at the next minute that exists, 03:00 in summer time", () => {
    assert.ok(!due("2027-03-28T00:59:30Z", "2027-03-27T01:30:05Z"));
    assert.ok(due("2027-03-28T01:00:30Z", "2027-03-27T01:30:05Z"));
    assert.ok(!due("2027-03-28T12:00:00Z", "2027-03-28T01:00:35Z"));
    assert.ok(!due("2027-03-29T00:29:00Z", "2027-03-28T01:00:35Z"));
    assert.ok(due("2027-03-29T00:31:00Z", "2027-03-28T01:00:35Z"));
  });

  it("once on the day that has it twice", () => {
    const [, first] = at("2026-10-25T12:00:00Z", [], 'instant 2026-10-25 02:30; rm -rf "$work"');
    const taken = new Date(Number(first) * 1000 + 5000).toISOString();
    assert.ok(due(new Date(Number(first) * 1000 + 1000).toISOString(), "2026-10-24T00:30:05Z"));
    for (const now of ["2026-10-25T03:00:00Z", "2026-10-26T01:00:00Z"]) assert.ok(!due(now, taken), now);
    assert.ok(due("2026-10-26T01:31:00Z", taken));
  });

  it("hours and minutes below ten are numbers, and the first hour is too", () => {
    assert.ok(due("2026-11-22T07:10:00Z", "2026-11-21T07:09:30Z", { AT: "08:09" }));
    assert.ok(due("2026-11-21T23:06:00Z", "2026-11-20T23:05:30Z", { AT: "00:05" }));
  });

  it("a backup of the future does not count, by age nor for health, and is named", () => {
    assert.ok(due("2026-11-22T01:31:00Z", "2027-01-01T00:00:00Z"));
    assert.ok(due("2026-11-22T01:31:00Z", "2027-01-01T00:00:00Z", { AT: "", EVERY: "3600" }));
    const ids = ["20261119-000000-abcd", "20270101-000000-abcd"];
    const [code, said] = at("2026-11-22T01:31:00Z", ids, "", {}, ["common", "healthy"]);
    assert.equal(code, 1);
    assert.match(
      said,
      /^1 backups are dated later than now and are ignored: a clock was wrong\.\nThe newest backup, 20261119-/,
    );
  });

  it("a manifest that is not whole is no backup", () => {
    const [, listed] = at(
      "2026-11-22T01:31:00Z",
      ["20261119-000000-abcd"],
      ': >"$BACKUPS/20261120-000000-abcd.json"; ids; rm -rf "$work"',
    );
    assert.equal(listed, "20261119-000000-abcd");
  });
});
