import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../operations/kernel/run";

describe("a program that runs apart from the terminal", function () {
  this.timeout(10_000);
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "apart-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const endsOnce = `[ -e begun ] || { touch begun && kill -HUP $$; }; echo done`;

  it("is started again when a signal ended it before it had its own session", async () => {
    const { exitCode, stdout } = await run("sh", ["-c", endsOnce], {
      ...{ cwd: folder, reject: false, apart: true },
    });
    assert.deepEqual([exitCode, stdout], [0, "done"]);
  });

  it("is not started a third time, and its end by a signal is reported", async () => {
    const options = { cwd: folder, reject: false, apart: true };
    const { exitCode, stdout } = await run("sh", ["-c", "echo begun; kill -TERM $$"], options);
    assert.deepEqual([exitCode, stdout], [undefined, "begun"]);
  });

  it("has a session of its own", async () => {
    const { stdout } = await run("sh", ["-c", "cut -d ' ' -f 1,6 /proc/$$/stat"], {
      ...{ reject: false, apart: true },
    });
    const [pid, session] = stdout.split(" ");
    assert.equal(session, pid);
  });
});
