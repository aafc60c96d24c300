import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/program";

describe("toolchain: the entry of npm scripts", () => {
  it("says which file is missing and how to get it, without a trace", () => {
    const folder = mkdtempSync(join(tmpdir(), "bootstrap-"));
    try {
      mkdirSync(join(folder, "toolchain"));
      cpSync(join(root, "toolchain/bootstrap.mjs"), join(folder, "toolchain/bootstrap.mjs"));
      const { status, stderr } = spawnSync(process.execPath, ["toolchain/bootstrap.mjs", "doctor"], {
        cwd: folder,
        encoding: "utf8",
      });
      assert.equal(status, 1);
      assert.match(stderr, /^There is no .*package-lock\.json.*\nfix: .*npm install\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
