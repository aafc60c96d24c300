import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeVolumes } from "../../../toolchain/stop";

describe("npm stop --volumes", () => {
  it("removes volumes on the engine of the stack, whatever engine the shell has", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stop-"));
    const { PATH = "", DOCKER_HOST } = process.env;
    try {
      // A command that writes down what it is asked, and where.
      const log = join(folder, "log");
      const text = `#!/bin/sh\necho "$DOCKER_HOST $*" >>"${log}"\necho volume-1\n`;
      writeFileSync(join(folder, "docker"), text, { mode: 0o755 });
      Object.assign(process.env, { PATH: `${folder}:${PATH}`, DOCKER_HOST: "ssh://of-the-shell" });
      await removeVolumes({ environment: { DOCKER_HOST: "unix:///own" }, system: "shop", stack: "dev" });
      assert.match(
        readFileSync(log, "utf8"),
        /^unix:\/\/\/own volume ls .*label=\S+system=shop .*stack=dev\nunix:\/\/\/own volume rm volume-1\n$/,
      );
    } finally {
      process.env["PATH"] = PATH;
      if (DOCKER_HOST === undefined) delete process.env["DOCKER_HOST"];
      else process.env["DOCKER_HOST"] = DOCKER_HOST;
      rmSync(folder, { recursive: true });
    }
  });
});
