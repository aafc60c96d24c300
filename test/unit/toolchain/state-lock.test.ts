import assert from "node:assert/strict";
import { describeLock, parseLock, remedyFor } from "../../../toolchain/state-lock";

const text = (host: string) =>
  JSON.stringify({ pid: 4711, username: "ann", hostname: host, timestamp: "2026-11-22T08:00:00Z" });

describe("state lock: whose it is", () => {
  it("knows an owner that runs from one that is gone", () => {
    assert.equal(parseLock(text("here"), "here", () => true).alive, true);
    assert.equal(parseLock(text("here"), "here", () => false).alive, false);
  });

  it("claims nothing about an owner on another machine", () => {
    assert.equal(parseLock(text("there"), "here", () => true).alive, undefined);
  });

  it("takes a file that a kill cut off for one of a process that is gone", () => {
    assert.equal(parseLock(text("here").slice(0, 20), "here", () => false).alive, false);
  });

  it("says who, where and since when", () => {
    const line = describeLock(parseLock(text("here"), "here", () => false));
    assert.equal(line, "ann on here, process 4711, gone, since 2026-11-22T08:00:00Z");
  });

  it("advises to release it only when its owner is gone, and never to cancel", () => {
    const remedy = (host: string, alive: boolean) =>
      remedyFor(
        parseLock(text(host), "here", () => alive),
        "prod",
      );
    assert.equal(remedy("here", false), "npm run unlock -- --stack prod");
    assert.match(remedy("here", true), /^wait until it ends/);
    assert.match(
      remedy("there", true),
      /^ask ann .* on there .*Only when it does not: npm run unlock .* --owner-is-gone$/,
    );
  });
});
