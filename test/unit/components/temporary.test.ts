import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { removeLeft, temporary } from "../../../components/engine/temporary";
import { root } from "../../support/program";

describe("temporary folders", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "temporary-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const made = `const { temporary } = require("./components/engine/temporary"); const { path } = temporary("release-7");
    require("fs").writeFileSync(path + "/secret", "x"); console.log(path);`;
  const options = () => ({ cwd: root, env: { ...process.env, TMPDIR: folder } });

  it("are its user's alone, and go when they are removed", () => {
    const { path, remove } = temporary("build");
    assert.match(basename(path), new RegExp(`^web-systems-build-${process.pid}-`));
    assert.equal(statSync(path).mode & 0o777, 0o700);
    remove();
    assert.ok(!existsSync(path));
  });

  it("go with their process, also when it ends by an error", () => {
    const text = `${made} throw new Error("x");`;
    const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "--eval", text], options());
    const path = String(stdout).trim();
    assert.equal(join(folder, basename(path)), path);
    assert.ok(!existsSync(path));
  });

  it("of a process that was killed go with the next call, of one that runs they stay, and so does what others have", async () => {
    const text = `${made} setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", text], options());
    const [path] = (await once(child.stdout, "data")).map((data) => String(data).trim()) as [string];
    const other = join(folder, "web-systems-of-another-tool");
    const elsewhere = path.replace(/-[0-9a-f]{16}-/, "-0123456789abcdef-");
    const kept = join(folder, "kept");
    for (const one of [other, elsewhere, kept]) mkdirSync(one);
    writeFileSync(join(kept, "file"), "x");
    symlinkSync(kept, join(path, "node_modules"));
    assert.equal(removeLeft(folder), 0);
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.ok(existsSync(join(path, "secret")));
    assert.equal(removeLeft(folder), 1);
    assert.ok(!existsSync(path));
    for (const one of [other, elsewhere, join(kept, "file")]) assert.ok(existsSync(one), one);
  });
});
