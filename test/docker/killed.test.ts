import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { run } from "../../toolchain/run";
import { recover } from "../../toolchain/recover";
import { stateLocks } from "../../toolchain/state-lock";
import { freePort, referenceSettings, TestProject } from "../support/project";

/** An `up` that is killed outright while it makes containers, and what its user does next. */
describe("docker: an update that was killed", function () {
  this.timeout(300_000);
  let project: TestProject;
  let update: ChildProcess;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create(referenceSettings(port));
  });
  after(async () => {
    if (update?.pid && update.exitCode === null && update.signalCode === null) await killTree(update.pid);
    await project.remove();
  });

  const locks = () => stateLocks(join(project.folder, "state"), "proxy-system", project.stack);
  const target = () => ({ folder: project.folder, stack: project.stack, env: project.env });

  it("is not taken for dead while it runs: whose it is, and that it runs", async () => {
    update = spawn(
      "pulumi",
      ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", project.stack],
      {
        cwd: project.folder,
        env: { ...process.env, ...project.env },
        stdio: "ignore",
        detached: true,
      },
    );
    await until(async () => (await project.onEngine("container")).some((name) => name.endsWith("-database")));
    await assert.rejects(
      recover(target(), () => undefined),
      (error: Error) =>
        error.message.includes(`process ${update.pid}, still running`) && error.message.includes("fix: "),
    );
  });

  it("leaves a lock that a plain update respects", async () => {
    await killTree(update.pid ?? 0);
    await until(() => Promise.resolve(locks()[0]?.alive === false));
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /locked/);
  });

  it("is recovered from: whose lock it was is said, and the next update serves", async () => {
    const said: string[] = [];
    await recover(target(), (line) => said.push(line));
    assert.match(
      said[0] ?? "",
      /releasing the lock of an update that was killed: .*process \d+, gone, since/,
    );
    const { exitCode, stdout, stderr } = await project.up("--refresh");
    assert.equal(exitCode, 0, stdout + stderr);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    assert.equal((await project.onEngine("container")).length, 6);
    assert.equal((await project.onEngine("network")).length, 2);
  });
});

/** The process and what it started: the language host and the plugins, which have groups of their own. */
async function killTree(pid: number): Promise<void> {
  const { stdout } = await run("ps", ["-e", "-o", "pid=,ppid="]);
  const parents = new Map(
    stdout.split("\n").map((line) => line.trim().split(/ +/).map(Number) as [number, number]),
  );
  const below = (child: number): boolean =>
    child === pid || (parents.has(child) && below(parents.get(child) ?? 0));
  for (const process_ of [...parents.keys()].filter(below)) {
    try {
      process.kill(process_, "SIGKILL");
    } catch {
      // It ended before.
    }
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("did not come true within a minute");
}
