import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finish, finishNow, start } from "../../../components/engine/process";

describe("components: a process", () => {
  const node = process.execPath;

  it("gives its streams and its exit code; a failure is a result", async () => {
    const { code, signal, stdout, stderr } = await finish("sh", ["-c", "cat; echo no >&2; exit 3"], {
      input: "一\n",
    });
    assert.deepEqual([code, signal, stdout.toString(), stderr], [3, null, "一\n", "no\n"]);
    assert.deepEqual(finishNow("sh", ["-c", "cat; echo no >&2; exit 3"], { input: "一\n" }), {
      ...{ code: 3, signal: null, stdout: "一\n", stderr: "no\n" },
    });
  });

  it("takes its arguments as they are: no shell reads them", async () => {
    const words = ["$HOME", "a b", "'\"", "-x", "行\n2"];
    const { stdout } = await finish(node, ["-p", "JSON.stringify(process.argv.slice(1))", "--", ...words]);
    assert.deepEqual(JSON.parse(stdout.toString()), words);
  });

  it("that cannot be started ends with 127, and says why", async () => {
    const missing = "no-such-program";
    for (const ended of [await finish(missing, []), finishNow(missing, [])]) {
      assert.equal(ended.code, 127);
      assert.match(ended.stderr, /ENOENT/);
    }
    const long = await finish("true", ["x".repeat(1 << 20)]);
    assert.equal(long.code, 127);
    assert.match(long.stderr, /E2BIG/);
  });

  it("is ended when its time is over", async () => {
    assert.equal((await finish("sleep", ["30"], { timeout: 0.2 })).signal, "SIGTERM");
    assert.equal(finishNow("sleep", ["30"], { timeout: 0.2 }).signal, "SIGTERM");
    const began = Date.now();
    await finish("sh", ["-c", "sleep 5 & wait"], { timeout: 0.2 });
    assert.ok(Date.now() - began < 4000, "what it started keeps it");
  });

  it("may end before it has read its input", async () =>
    assert.equal((await finish("true", [], { input: "x".repeat(1 << 20) })).code, 0));

  it("is ended when its input breaks off: that must not pass for its end", async () => {
    const folder = mkdtempSync(join(tmpdir(), "process-"));
    const pidFile = join(folder, "pid");
    const pid = () => Number(existsSync(pidFile) ? readFileSync(pidFile, "utf8") : 0);
    const until = async (isSo: () => boolean) => {
      for (let left = 100; left > 0 && !isSo(); left--) await new Promise((done) => setTimeout(done, 50));
      assert.ok(isSo());
    };
    const broken = (async function* () {
      yield Buffer.from("half");
      await until(() => pid() > 0);
      throw new Error("the disk is gone");
    })();
    await assert.rejects(
      finish("sh", ["-c", `echo $$ >${pidFile}; exec sleep 30`], { input: broken }),
      /the disk is gone/,
    );
    await until(() => !existsSync(`/proc/${pid()}`));
    rmSync(folder, { recursive: true });
  });

  it("has the variables that it is given besides those of this process, without those that are named", () => {
    process.env["PROCESS_TEST_ONE"] = "1";
    const print = ["-c", 'echo "$PROCESS_TEST_ONE:$PROCESS_TEST_TWO"'];
    const environment = { PROCESS_TEST_TWO: "2" };
    assert.equal(finishNow("sh", print, { environment }).stdout, "1:2\n");
    assert.equal(finishNow("sh", print, { environment, without: ["PROCESS_TEST_"] }).stdout, ":2\n");
    delete process.env["PROCESS_TEST_ONE"];
  });

  it("runs in the folder that it is given", () =>
    assert.equal(finishNow("pwd", [], { cwd: "/" }).stdout, "/\n"));

  it("that was started is the caller's", async () => {
    const child = start("cat", []);
    child.stdin.end("mine");
    let text = "";
    for await (const chunk of child.stdout) text += String(chunk);
    assert.equal(text, "mine");
  });
});
