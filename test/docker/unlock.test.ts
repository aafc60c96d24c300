import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureEmptyImage } from "../../components/engine/empty-image";
import { withEngine } from "../../components/engine/with-engine";
import { lockLabels, lockName } from "../../components/lock/lock";
import { ownerOf, type Owner } from "../../components/engine/owner";
import { docker } from "../support/docker";
import { run } from "../../operations/kernel/run";
import { root } from "../support/program";
import { randomStack } from "../support/project";

/** Without any update: a state in memory stands for one in a bucket or in Pulumi Cloud. */
describe("docker: npm run unlock where the backend is no folder", function () {
  this.timeout(60_000);
  const on = { system: "shop", stack: randomStack() };
  const folder = mkdtempSync(join(tmpdir(), "unlock-"));

  before(() => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(folder, `Pulumi.${on.stack}.yaml`), "config: {}\n");
  });
  afterEach(() => run("docker", ["rm", "--force", lockName(on)], { reject: false }));
  after(() => rmSync(folder, { recursive: true }));

  const leave = async (owner: Owner) => {
    const labels = lockLabels(on, { owner, command: "npm run restore", since: "2026-11-22T08:00:00Z" });
    const options = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
    await docker(
      {},
      "create",
      "--name",
      lockName(on),
      ...options,
      await withEngine({}, ensureEmptyImage),
      "lock",
    );
  };
  const unlock = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(
      process.execPath,
      ["--import", "tsx", join(root, "toolchain", "main.ts"), "unlock", "--stack", on.stack, ...args],
      { cwd: root, env: { INIT_CWD: folder, PULUMI_BACKEND_URL: "mem://" }, reject: false },
    );
    return { exitCode, output: stdout + stderr };
  };
  const isLocked = async () =>
    (await docker({}, "ps", "--all", "--quiet", "--filter", `name=^${lockName(on)}$`)) !== "";
  const notSeen =
    /^Not checked: the lock of the state .* backend is (mem:\/\/|unknown)\.\n {2}fix: .*pulumi cancel/m;

  it("releases the lock on the engine of an owner that is gone, and says what was not looked at", async () => {
    await leave({ ...ownerOf(process.pid), pid: 4194303, started: "1" });
    const { exitCode, output } = await unlock();
    assert.equal(exitCode, 0, output);
    assert.match(output, /taking over the lock of a command that was killed: npm run restore/);
    assert.match(output, notSeen);
    assert.equal(await isLocked(), false);
  });

  it("refuses while its owner lives", async () => {
    await leave(ownerOf(process.pid));
    const { exitCode, output } = await unlock();
    assert.equal(exitCode, 1, output);
    assert.match(output, new RegExp(`process ${process.pid}, still running`));
    assert.equal(await isLocked(), true);
  });

  it("does nothing on an engine that does not answer, and says so", async () => {
    const file = join(folder, `Pulumi.${on.stack}.yaml`);
    await leave({ ...ownerOf(process.pid), pid: 4194303, started: "1" });
    writeFileSync(file, `config:\n  shop:host: unix://${join(folder, "no.sock")}\n`);
    const { exitCode, output } = await unlock();
    writeFileSync(file, "config: {}\n");
    assert.equal(exitCode, 1, output);
    assert.match(output, /does not answer: .*neither checked nor changed/);
    assert.doesNotMatch(output, /is not locked|can be updated again/);
    assert.equal(await isLocked(), true);
  });

  it("claims nothing of the state where the engine has no lock", async () => {
    const { exitCode, output } = await unlock();
    assert.equal(exitCode, 0, output);
    assert.match(output, notSeen);
    assert.match(output, /is not locked on its engine\.$/m);
  });
});
