import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sshArguments } from "../../../../components/engine/api/ssh";
import { Engine } from "../../../../components/engine/engine";
import { finish } from "../../../../components/engine/process";
import { eachWithEngine, type FakeEngine } from "../../../support/fake-engine";

describe("engine: by the user's own ssh", () => {
  let fake: FakeEngine;
  eachWithEngine((made) => (fake = made));
  const path = process.env["PATH"];
  afterEach(() => (process.env["PATH"] = path));

  const joined = () =>
    `${process.execPath} -e 'const s = require("net").connect(${JSON.stringify(fake.socket)}); process.stdin.pipe(s).pipe(process.stdout);'`;

  /** A `ssh` that joins its streams to the socket, or does what is said. */
  const ssh = (instead = `exec ${joined()}`) => {
    const program = `#!/bin/sh\nprintf '%s ' "$@" >${join(fake.folder, "arguments")}\n${instead}\n`;
    writeFileSync(join(fake.folder, "ssh"), program);
    chmodSync(join(fake.folder, "ssh"), 0o755);
    process.env["PATH"] = `${fake.folder}:${path ?? ""}`;
    return new Engine({ DOCKER_HOST: "ssh://deploy@host" });
  };

  it("is the same", async () => {
    fake.process = (_, stdin) => ({ stdout: stdin.toUpperCase(), code: 0 });
    const far = ssh();
    assert.equal((await far.exec("app", ["cat"], { stdin: "hello" })).stdout.toString(), "HELLO");
    assert.equal(await far.container("gone"), undefined);
    far.close();
  });

  it("has a session of its own, which Ctrl-C does not reach, and ends with this process however that ends", async () => {
    const said = (name: string) => join(fake.folder, name);
    ssh(`cut -d ' ' -f 1,6 /proc/$$/stat >${said("session")}; ${joined()}; echo >${said("ended")}`);
    const program = `const { Engine } = require("./components/engine/engine");
      const far = new Engine({ DOCKER_HOST: "ssh://deploy@host" });
      far.container("gone").finally(() => process.kill(process.pid, "SIGKILL"));`;
    const { signal } = await finish(process.execPath, ["--require", "tsx/cjs", "--eval", program]);
    assert.equal(signal, "SIGKILL");
    const [pid, session] = readFileSync(said("session"), "utf8").trim().split(" ");
    assert.equal(session, pid);
    while (!existsSync(said("ended"))) await pause(50);
  }).timeout(20_000);

  it("is called again when the engine there was started again", async () => {
    const far = ssh();
    for (let time = 0; time < 2; time++) {
      assert.equal(await far.container("gone"), undefined);
      // The connection that is kept ends well.
      fake.drop();
      await pause(200);
    }
    far.close();
  });

  it("says what ssh said", async () => {
    const far = ssh("echo 'Host key verification failed.' >&2; exit 255");
    await assert.rejects(far.container("app"), {
      message: "The Docker engine at ssh://deploy@host does not answer: Host key verification failed.",
    });
  });

  it("has no word that ssh could take for an option, or a shell for more than one", () => {
    const always = ["-T", "-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15"];
    const args = (url: string) => sshArguments(new URL(url), "true");
    assert.deepEqual(args("ssh://deploy@10.0.0.5"), [...always, "-l", "deploy", "--", "10.0.0.5", "true"]);
    assert.deepEqual(args("ssh://[fe80::1]:2222"), [...always, "-p", "2222", "--", "fe80::1", "true"]);
  });
});
