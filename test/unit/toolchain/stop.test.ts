import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceRows } from "../../../toolchain/services-table";
import { othersRun, removeVolumes } from "../../../toolchain/stop";

describe("npm stop and npm start, whatever engine the shell has", () => {
  const { PATH = "", DOCKER_HOST } = process.env;
  const own = { environment: { DOCKER_HOST: "unix:///own" }, system: "shop", stack: "dev" };
  let folder: string;
  const log = () => readFileSync(join(folder, "log"), "utf8");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "stop-"));
    // A command that writes down what it is asked, and where. The engine of the shell has nothing.
    const text = `#!/bin/sh
echo "$DOCKER_HOST $*" >>"${join(folder, "log")}"
case "$DOCKER_HOST $*" in ssh:*) ;; *inspect*) echo "[]" ;; *) echo id-1 ;; esac\n`;
    writeFileSync(join(folder, "docker"), text, { mode: 0o755 });
    Object.assign(process.env, { PATH: `${folder}:${PATH}`, DOCKER_HOST: "ssh://of-the-shell" });
  });
  afterEach(() => {
    process.env["PATH"] = PATH;
    if (DOCKER_HOST === undefined) delete process.env["DOCKER_HOST"];
    else process.env["DOCKER_HOST"] = DOCKER_HOST;
    rmSync(folder, { recursive: true });
  });

  it("remove volumes on the engine of the stack", async () => {
    await removeVolumes(own);
    assert.match(
      log(),
      /^unix:\/\/\/own volume ls .*label=\S+system=shop .*stack=dev\nunix:\/\/\/own volume rm id-1\n$/,
    );
  });

  it("see that another system runs on the machine's engine, which is the one that would be stopped", async () => {
    assert.equal(await othersRun(), true);
  });

  it("list the services that are on the engine of the stack", async () => {
    await serviceRows(own);
    assert.match(log(), /^(unix:\/\/\/own .*\n){3}$/);
  });
});
