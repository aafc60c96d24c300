import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBuilt, sourcesKey } from "../../../operations/pulumi/build";
import { withLock } from "../../../operations/pulumi/lock";

/** What recovers a toolchain build that was killed; a whole build takes minutes and is not run here. */
describe("toolchain: a build that was interrupted", () => {
  let folder: string;
  const cacheHome = process.env["XDG_CACHE_HOME"];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cache-"));
    process.env["XDG_CACHE_HOME"] = folder;
  });
  afterEach(() => {
    if (cacheHome === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = cacheHome;
    rmSync(folder, { recursive: true });
  });

  it("leaves a lock that the next one takes over", async () => {
    const file = join(folder, "lock");
    const holder = spawn("sleep", ["60"]);
    writeFileSync(file, String(holder.pid));
    const gone = new Promise((done) => holder.once("exit", done));
    holder.kill("SIGKILL");
    await gone;
    const said: string[] = [];
    assert.equal(
      await withLock(
        file,
        (line) => said.push(line),
        async () => "built",
      ),
      "built",
    );
    assert.deepEqual(said, []);
    assert.equal(existsSync(file), false);
  });

  it("is waited for while it lives", async () => {
    const file = join(folder, "lock");
    const holder = spawn("sleep", ["60"]);
    writeFileSync(file, String(holder.pid));
    const said: string[] = [];
    const done = withLock(
      file,
      (line) => said.push(line),
      async () => "built after it",
    );
    await new Promise((after) => setTimeout(after, 300));
    assert.deepEqual(said, [`another process (${holder.pid}) is building; waiting for it`]);
    holder.kill("SIGKILL");
    assert.equal(await done, "built after it");
  });

  it("is not taken for a whole toolchain: only one with its last mark is", () => {
    const toolchain = join(folder, "pulumi-web-systems", "toolchain");
    mkdirSync(toolchain, { recursive: true });
    assert.equal(findBuilt(), undefined);
    const half = join(toolchain, `built-${sourcesKey()}-go1.26`);
    mkdirSync(join(half, "bin"), { recursive: true });
    assert.equal(findBuilt(), undefined);
    writeFileSync(join(half, "complete"), "");
    assert.equal(findBuilt()?.directory, half);
  });
});
