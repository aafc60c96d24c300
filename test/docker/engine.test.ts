import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needsRoot } from "../support/root";
import { ensureEngine, stopEngine } from "../../toolchain/engine";
import { daemonPid, type DaemonSetup, isRunning, ownPids } from "../../toolchain/engine-daemon";
import { UserError } from "../../components/engine/user-error";
import { run } from "../../operations/kernel/run";

/**
 * A second engine, on folders, a socket and a network of its own. In the machine's network even one without a bridge is no
 * neighbour: dockerd --bridge=none removes the interface docker0, which belongs to the first engine.
 */
function scratchEngine(): { setup: DaemonSetup; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "pws-test-engine-"));
  const address = `unix://${folder}/docker.sock`;
  const [pidFile, execRoot] = [join(folder, "docker.pid"), join(folder, "run")];
  const own = [
    "--data-root",
    join(folder, "data"),
    "--exec-root",
    execRoot,
    "--pidfile",
    pidFile,
    "-H",
    address,
  ];
  const command: [string, ...string[]] = [
    "unshare",
    "--net",
    "--",
    "dockerd",
    ...own,
    "--bridge=none",
    "--iptables=false",
  ];
  return {
    folder,
    setup: { address, pidFile, execRoot, logFile: join(folder, "log", "dockerd.log"), command },
  };
}

describe("an engine of our own", function () {
  this.timeout(120_000);
  const { setup, folder } = scratchEngine();
  const quiet = () => undefined;

  before(function () {
    needsRoot();
  });

  after(async () => {
    await stopEngine(setup);
    // A dockerd that was killed, or failed to start, leaves its data folder mounted on itself, once for each time.
    while ((await run("umount", [join(folder, "data")], { reject: false })).exitCode === 0);
    rmSync(folder, { recursive: true, force: true });
  });

  it("is started, answers, and is known as ours", async () => {
    const lines: string[] = [];
    const engine = await ensureEngine((line) => lines.push(line), setup);
    assert.match(engine.version, /^\d+\.\d+/);
    assert.equal(engine.startedByUs, true);
    assert.equal(lines[0], "starting the Docker engine (a few seconds)");
  });

  it("is left alone when it answers already", async () => {
    const pid = daemonPid(setup);
    const engine = await ensureEngine(assert.fail, setup);
    assert.equal(engine.startedByUs, false, "an earlier call started it");
    assert.equal(daemonPid(setup), pid);
  });

  it("is not ours to another setup: nothing is ended", async () => {
    const other = { ...setup, logFile: join(folder, "other.log") };
    assert.equal(await stopEngine(other), false);
    assert.ok(daemonPid(setup));
  });

  it("recovers from a killed engine, whose pid file now names another process", async () => {
    const [dockerd] = ownPids(setup);
    process.kill(dockerd!, "SIGKILL");
    while (isRunning(dockerd!)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(existsSync(setup.pidFile), "a killed dockerd leaves its pid file");
    // This test's own number: alive, and no dockerd. dockerd itself would refuse to start beside it.
    writeFileSync(setup.pidFile, String(process.pid));
    const engine = await ensureEngine(quiet, setup);
    assert.equal(engine.startedByUs, true);
    assert.notEqual(daemonPid(setup), process.pid);
  });

  it("is one engine when two start it at the same time", async () => {
    await stopEngine(setup);
    const engines = await Promise.all([ensureEngine(quiet, setup), ensureEngine(quiet, setup)]);
    assert.equal(engines.filter((engine) => engine.startedByUs).length, 1);
  });

  it("is ended with its containerd, and only once", async () => {
    const pids = ownPids(setup);
    assert.equal(pids.length, 2);
    assert.equal(await stopEngine(setup), true);
    assert.deepEqual(pids.filter(isRunning), []);
    assert.equal(await stopEngine(setup), false);
  });

  it("is not started when the user chose another with DOCKER_HOST", async () => {
    const chosen = process.env["DOCKER_HOST"];
    process.env["DOCKER_HOST"] = "tcp://127.0.0.1:1";
    try {
      await assert.rejects(ensureEngine(assert.fail), (error) => {
        assert.ok(error instanceof UserError);
        assert.match(
          error.message,
          /^The Docker engine of DOCKER_HOST=tcp:\/\/127\.0\.0\.1:1 does not answer\.\n/,
        );
        assert.match(error.message, /Nothing was installed or started\.$/);
        return true;
      });
    } finally {
      if (chosen === undefined) delete process.env["DOCKER_HOST"];
      else process.env["DOCKER_HOST"] = chosen;
    }
  });

  it("shows the end of its log when it cannot start", async () => {
    const broken: DaemonSetup = { ...setup, command: [...setup.command!, "--storage-driver=no-such-driver"] };
    await assert.rejects(ensureEngine(quiet, broken), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /did not answer within 60 s, or ended.*dockerd\.log/);
      assert.match(error.message, /failed to start daemon: .*driver not supported/);
      return true;
    });
  });
});
