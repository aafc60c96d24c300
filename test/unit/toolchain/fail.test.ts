import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "..", "..", "..");

describe("a command that fails", () => {
  const ended = (code: string) =>
    spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", code], { cwd: root, encoding: "utf8" });

  it("because of the engine: says what it wrote and a remedy, without a stack trace", () => {
    const { stderr, status } = ended(
      `const { fail } = require("./toolchain/steps");
       const { docker } = require("./components/engine/docker");
       process.env.PATH = "/nowhere";
       docker({}, "volume", "ls").catch(fail);`,
    );
    assert.equal(status, 1);
    assert.match(stderr, /^\ndocker volume: .+\n {2}fix: npm run doctor .+\n$/);
  });

  it("because of anything else in the world: says so, without a stack trace", () => {
    const { stderr } = ended(`require("./toolchain/steps").fail(new Error("Database shop refused"))`);
    assert.equal(stderr, "\nDatabase shop refused\n");
  });

  it("because of a mistake of ours: with all that finds it", () => {
    const { stderr } = ended(`require("./toolchain/steps").fail(new TypeError("ours"))`);
    assert.match(stderr, /^TypeError: ours\n\s+at /);
  });
});
