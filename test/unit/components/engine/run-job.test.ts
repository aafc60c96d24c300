import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shownLines } from "../../../../components/service/ready/shown";
import { root } from "../../../support/program";

describe("jobs: how they end", () => {
  /** Runs a job whose work is this text. */
  function run(work: string) {
    const folder = mkdtempSync(join(tmpdir(), "job-"));
    try {
      const program = join(folder, "main.ts");
      writeFileSync(
        program,
        `import { runJob } from "${root}/components/engine/run-job";\nimport { UserError } from "${root}/components/engine/user-error";\nrunJob(${work});\n`,
      );
      const loader = join(root, "components/engine/typescript.cjs");
      return spawnSync(process.execPath, ["--require", loader, program], { input: "{}", encoding: "utf8" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("0 when the work is done", () => {
    const { status, stdout } = run("async () => ({ done: true })");
    assert.deepEqual([status, stdout], [0, '{"answer":{"done":true}}\n']);
  });

  it("1 with the message alone when it failed", () => {
    const { status, stderr } = run('async () => { throw new UserError("no room"); }');
    assert.deepEqual([status, stderr], [1, "no room\n"]);
  });

  it("1 when what it waits for never comes, and nothing is left that could bring it", () =>
    assert.equal(run("() => new Promise(() => undefined)").status, 1));
});

describe("lines that are shown: a secret with a character that is not seen", () => {
  const secret = "pass\u200eword-1234";
  for (const log of [`login with ${secret}`, "login with password-1234"])
    it(JSON.stringify(log), () =>
      assert.deepEqual(shownLines(log, [secret, "password-1234"]), ["  | login with [secret]"]),
    );
  it("is blanked though it is shown without that character", () =>
    assert.deepEqual(shownLines(`login with ${secret}`, [secret]), ["  | login with [secret]"]));
});
