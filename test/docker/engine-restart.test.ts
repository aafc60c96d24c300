import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { SecondHost } from "../support/second-host";
import { SmallSystem, said } from "../support/small-system";

/** Rows 24 and 25 of the fault matrix, on an engine of the test's own. */
describe("docker: an engine that goes away and comes back", function () {
  this.timeout(300_000);
  let host: SecondHost;
  let system: SmallSystem;

  before(async () => {
    host = await SecondHost.start();
    const image = join(host.folder, "postgres.tar");
    await run("docker", ["save", "--output", image, "local/postgres:17"]);
    await run("docker", ["load", "--quiet", "--input", image], { env: host.local });
    system = await SmallSystem.create({ host: host.local.DOCKER_HOST });
    const result = await system.project.up();
    assert.equal(result.exitCode, 0, said(result));
  });
  after(async () => {
    await system.project.remove();
    await host.stop();
  });

  const state = () => {
    const file = join(".pulumi", "stacks", "proxy-system", `${system.project.stack}.json`);
    const { checkpoint } = JSON.parse(readFileSync(join(system.project.folder, "state", file), "utf8")) as {
      checkpoint: { latest: { resources: { urn: string; id?: string }[] } };
    };
    // Secrets are encrypted anew in every write, and what does not depend on each other has no order.
    return checkpoint.latest.resources.map(({ urn, id }) => `${urn} ${id ?? ""}`).sort();
  };
  const statuses = async () => {
    const { stdout } = await run("docker", ["ps", "--all", "--format", "{{.Names}} {{.Status}}"], {
      env: host.local,
    });
    return stdout.split("\n");
  };

  it("fails an update in seconds while it is away, says how to start it, and leaves the state as it was (row 25)", async () => {
    const before = state();
    await host.stopEngine();
    const start = Date.now();
    const [up, doctor] = await Promise.all([system.project.up(), system.npm("doctor")]);
    assert.ok(Date.now() - start < 60_000, `${Date.now() - start} ms`);
    assert.notEqual(up.exitCode, 0);
    assert.match(said(up), /Docker does not answer at unix:\/\/.*\n +fix: start it/);
    assert.deepEqual(state(), before);
    assert.equal(doctor.exitCode, 1);
    assert.match(doctor.output, /PROBLEM +engine +Docker does not answer at unix:\/\/.*\n +fix: start it/);
  });

  const comesBack = async () => {
    await host.restartEngine();
    for (let tries = 0; (await statuses()).some((line) => !/ Up .*\(healthy\)/.test(line)); tries++) {
      if (tries > 60) assert.fail((await statuses()).join("\n"));
      await new Promise((done) => setTimeout(done, 1000));
    }
    assert.equal((await statuses()).length, 3);
    assert.equal(await system.sql("SELECT count(*) FROM item", host.local), "3");
    assert.deepEqual(await system.project.changes(), []);
    const result = await system.project.up();
    assert.equal(result.exitCode, 0, said(result));
  };

  it("brings every container back by itself, its data intact, and nothing is left to do (row 24)", comesBack);

  it("does so too when it was killed, and found containers that still ran, which it ends as if by hand", async () => {
    await host.stopEngine("SIGKILL");
    await comesBack();
  });
});
