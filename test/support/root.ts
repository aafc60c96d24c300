import assert from "node:assert/strict";

/** Fails, with what to do, where a test needs rights that this user lacks: a test that did not run must not count as passed. */
export function needsRoot(): void {
  assert.equal(process.getuid?.(), 0, "this test needs root: run it as root on Debian or Ubuntu");
}
