import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../support/program";

describe("a command whose output is no longer read", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "closed-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Ends the reader after the first line of a command that writes on, and then does something. */
  async function cutOff(...words: string[]) {
    const done = join(folder, "done");
    const program = `
      const { commands } = require("./operations/commands");
      require("./operations/kernel/closed-output").outliveReaders(
        commands["${words[0]}"].looks === true, ${JSON.stringify(words.slice(1))});
      process.exitCode = 3;
      console.log("first");
      process.stdin.once("data", () => {
        setInterval(() => console.log("another"), 20);
        setTimeout(() => (require("node:fs").writeFileSync(${JSON.stringify(done)}, ""), process.exit()), 300);
      });`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], { cwd: root });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    await once(child.stdout, "data");
    child.stdout.destroy();
    await once(child.stdout, "close");
    child.stdin.write("go on\n");
    const [code] = (await once(child, "close")) as [number];
    return { code, said, finished: existsSync(done) };
  }

  for (const words of [["backups"], ["doctor", "--json"], ["releases"]])
    it(`${words.join(" ")}: ends quietly`, async () =>
      assert.deepEqual(await cutOff(...words), { code: 3, said: "", finished: false }));

  for (const words of [
    ["restore", "latest"],
    ["backups", "--pin", "1"],
    ["migrate", "apply"],
  ])
    it(`${words.join(" ")}: goes on to its end`, async () =>
      assert.deepEqual(await cutOff(...words), { code: 3, said: "", finished: true }));
});
