import assert from "node:assert/strict";
import { join } from "node:path";
import { recover } from "../../operations/kernel/recover";
import { stateLocks } from "../../operations/kernel/state-lock";
import { engine } from "../support/database-server";
import { freePort, referenceSettings, TestProject } from "../support/project";
import { RunningUpdate, until } from "../support/running-update";

/** An `up` that is killed outright while it makes containers, and what its user does next. */
describe("docker: an update that was killed", function () {
  this.timeout(300_000);
  let project: TestProject;
  let update: RunningUpdate | undefined;
  let url: string;

  before(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    project = await TestProject.create(referenceSettings(port));
  });
  after(async () => {
    await update?.kill();
    await project.remove();
  });

  const locks = () => stateLocks(join(project.folder, "state"), "proxy-system", project.stack);
  const target = () => ({ folder: project.folder, stack: project.stack, env: project.env });

  it("is not taken for dead while it runs: whose it is, and that it runs", async () => {
    const begun = (update = new RunningUpdate(project));
    await until(async () => (await project.onEngine("container")).some((name) => name.endsWith("-database")));
    await assert.rejects(
      recover(target(), () => undefined, { environment: {}, engine }),
      (error: Error) =>
        error.message.includes(`process ${begun.pid}, still running`) && error.message.includes("fix: "),
    );
  });

  it("leaves a lock that a plain update respects", async () => {
    await update?.kill();
    await until(() => Promise.resolve(locks()[0]?.alive === false));
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0);
    // The second, when the kill cut off what the CLI writes beside the state.
    assert.match(stdout + stderr, /locked|EOF/);
  });

  it("is recovered from: whose lock it was is said, and the next update serves", async () => {
    const said: string[] = [];
    await recover(target(), (line) => said.push(line), { environment: {}, engine });
    assert.match(
      said[0] ?? "",
      /releasing the lock of an update that was killed: .*process \d+, no longer running, since/,
    );
    const { exitCode, stdout, stderr } = await project.up("--refresh");
    assert.equal(exitCode, 0, stdout + stderr);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    assert.equal((await project.onEngine("container")).length, 8);
    assert.equal((await project.onEngine("network")).length, 3);
  });
});
