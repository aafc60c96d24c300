import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeStateLock,
  parseStateLock,
  remedyForStateLock,
  stateLocks,
} from "../../../operations/kernel/state-lock";

const text = (host: string) =>
  JSON.stringify({ pid: 4711, username: "ann", hostname: host, timestamp: "2026-11-22T08:00:00Z" });

describe("state lock: whose it is", () => {
  it("knows an owner that runs from one that is gone", () => {
    assert.equal(parseStateLock(text("here"), "here", () => true).alive, true);
    assert.equal(parseStateLock(text("here"), "here", () => false).alive, false);
  });

  it("claims nothing about an owner on another machine", () => {
    assert.equal(parseStateLock(text("there"), "here", () => true).alive, undefined);
  });

  it("takes a file that a kill cut off for one of a process that is gone", () => {
    assert.equal(parseStateLock(text("here").slice(0, 20), "here", () => false).alive, false);
  });

  it("says who, where and since when", () => {
    const line = describeStateLock(parseStateLock(text("here"), "here", () => false));
    assert.equal(line, "ann on here, process 4711, no longer running, since 2026-11-22T08:00:00Z");
  });

  it("advises to release it only when its owner is gone, and never to cancel", () => {
    const remedy = (host: string, alive: boolean) =>
      remedyForStateLock(
        parseStateLock(text(host), "here", () => alive),
        "prod",
      );
    assert.equal(remedy("here", false), "npm run unlock -- --stack prod");
    assert.match(remedy("here", true), /^wait until it ends/);
    assert.match(
      remedy("there", true),
      /^ask ann .* on there .*Only if it does not: npm run unlock .* --owner-is-gone$/,
    );
  });
});

describe("state lock: in the folder of a backend", () => {
  const state = mkdtempSync(join(tmpdir(), "state-lock-"));
  const folder = join(state, ".pulumi/locks/organization/shop/prod");
  before(() => mkdirSync(folder, { recursive: true }));
  after(() => rmSync(state, { recursive: true }));

  /** Whether a process that was started under a name, with a lock of this age, is taken for its owner. */
  const isTaken = async (name: string, args: string[], age: number) => {
    const child = spawn("sleep", [...args], { argv0: name });
    await once(child, "spawn");
    const timestamp = new Date(Date.now() - age).toISOString();
    const lock = { pid: child.pid, username: "ann", hostname: hostname(), timestamp };
    writeFileSync(join(folder, "one.json"), JSON.stringify(lock));
    const [found] = stateLocks(state, "shop", "prod");
    child.kill();
    await once(child, "exit");
    const [gone] = stateLocks(state, "shop", "prod");
    rmSync(join(folder, "one.json"));
    assert.equal(gone?.alive, false);
    return found?.alive;
  };

  it("takes a Pulumi for its owner", async () => {
    assert.equal(await isTaken("/opt/pulumi", ["60"], 0), true);
  });

  it("takes no other program for it, whatever its arguments and its folder are", async () => {
    assert.equal(await isTaken("/work/pulumi/bin/pulumi-language-nodejs", ["60"], 0), false);
    assert.equal(await isTaken("/opt/pulumi/tail", ["60"], 0), false);
  });

  it("takes no Pulumi for it that is younger than the lock", async () => {
    assert.equal(await isTaken("pulumi", ["60"], 3_600_000), false);
  });

  it("takes a file that a kill cut off for one whose owner is gone", () => {
    writeFileSync(join(folder, "cut.json"), '{"pid": 47');
    const [found] = stateLocks(state, "shop", "prod");
    rmSync(join(folder, "cut.json"));
    assert.equal(found?.alive, false);
  });

  it("passes over a lock that is removed while it looks, and a folder that is not there", () => {
    symlinkSync(join(folder, "removed"), join(folder, "two.json"));
    assert.deepEqual(stateLocks(state, "shop", "prod"), []);
    assert.deepEqual(stateLocks(state, "shop", "other"), []);
  });
});
