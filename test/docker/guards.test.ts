import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { stateLocks } from "../../operations/kernel/state-lock";
import { SmallSystem, said } from "../support/small-system";

/** Rows 11 to 16, 27 and 36 of the fault matrix on one stack; the tests follow one another. */
describe("docker: guards of a stack", function () {
  this.timeout(300_000);
  let system: SmallSystem;
  let state: string;

  before(async () => {
    system = await SmallSystem.create({ protect: true });
    state = join(system.project.folder, "state");
    await succeeds();
  });
  after(() => system.project.remove());

  async function succeeds(...args: string[]): Promise<void> {
    const result = await system.project.up(...args);
    assert.equal(result.exitCode, 0, said(result));
  }
  const containers = async () => {
    const label = `label=io.pulumi-web-systems.stack=${system.project.stack}`;
    return (
      await run("docker", ["ps", "--no-trunc", "--format", "{{.ID}} {{.Names}}", "--filter", label])
    ).stdout
      .split("\n")
      .sort();
  };
  const worker = async () =>
    (await containers()).find((line) => line.includes("-worker-"))?.split(" ")[1] ?? "";
  /** The command of the first remedy in a text that begins so. */
  const remedy = (text: string, start: string) =>
    text
      .split("\n")
      .flatMap((line) => line.split("fix: "))
      .find((part) => part.startsWith(start)) ?? "";
  const stateFile = () => join(state, ".pulumi", "stacks", "proxy-system", `${system.project.stack}.json`);

  it("doctor finds a healthy stack well, in a table and as JSON", async () => {
    const { output, exitCode } = await system.npm("doctor");
    assert.equal(exitCode, 0, output);
    for (const line of [
      /^ok +tools +Pulumi 3\./m,
      /^ok +engine +Docker [\d.]+/m,
      /^ok +state +\d+ resources/m,
      /^ok +lock +no command holds it/m,
      /^ok +disk .* free where the engine keeps its data/m,
      /^ok +containers .*-database runs, healthy/m,
      /^ok +containers .*-worker-\w+ runs/m,
      /^ok +migrations +shop: 1 file applied, none pending/m,
      /^ok +backups +database: the last of \d+ is \d+ s old/m,
    ])
      assert.match(output, line);
    const { output: json } = await system.npm("doctor", "--json");
    const { findings } = JSON.parse(json) as { findings: { verdict: string }[] };
    assert.ok(findings.length > 10 && findings.every(({ verdict }) => verdict !== "problem"), json);
  });

  it("a second update while one runs is refused; doctor and unlock say who runs, and neither releases the lock nor advises to (rows 11 and 14)", async () => {
    system.set({ pause: "12" });
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", system.project.stack];
    const env = { ...process.env, ...system.project.env };
    const first = spawn("pulumi", args, { cwd: system.project.folder, env, stdio: "ignore" });
    const ended = once(first, "exit");
    while (stateLocks(state, "proxy-system", system.project.stack).length === 0)
      await new Promise((done) => setTimeout(done, 50));
    const [second, doctor, unlock] = await Promise.all([
      system.project.up(),
      system.npm("doctor"),
      system.npm("unlock"),
    ]);
    assert.notEqual(second.exitCode, 0);
    assert.match(said(second), /locked by 1 lock/);
    const holder = new RegExp(`\\w+ on \\S+, process ${first.pid}, still running, since`);
    assert.match(doctor.output, holder);
    assert.match(doctor.output, /wait until it ends, .*Do not use pulumi cancel now/);
    assert.equal(unlock.exitCode, 1);
    assert.match(unlock.output, holder);
    assert.deepEqual(await ended, [0, null]);
    assert.deepEqual(await system.project.changes(), []);
  });

  const lock = (hostname: string, pid: number) => {
    const folder = join(state, ".pulumi", "locks", "organization", "proxy-system", system.project.stack);
    mkdirSync(folder, { recursive: true });
    const owner = { pid, username: "ann", hostname, timestamp: "2026-11-22T08:00:00Z" };
    writeFileSync(join(folder, "one.json"), JSON.stringify(owner));
  };

  it("a lock whose owner is gone: doctor names the command, which releases it (row 13)", async () => {
    lock((await run("hostname", [])).stdout, 4194303);
    const { output, exitCode } = await system.npm("doctor");
    assert.equal(exitCode, 1);
    assert.match(
      output,
      /PROBLEM +lock +held by ann on .*, no longer running, since .*\n +fix: npm run unlock -- --stack test/,
    );
    const unlock = await system.npm("unlock");
    assert.equal(unlock.exitCode, 0, unlock.output);
    assert.deepEqual(stateLocks(state, "proxy-system", system.project.stack), []);
  });

  it("a lock of another machine is released only when the operator says that its owner is gone", async () => {
    lock("elsewhere", 1);
    const refused = await system.npm("unlock");
    assert.equal(refused.exitCode, 1);
    assert.match(refused.output, /ask ann whether it still runs on elsewhere/);
    const released = await system.npm("unlock", "--owner-is-gone");
    assert.equal(released.exitCode, 0, released.output);
  });

  it("a state that was cut off (row 15): nothing is created again, and the command that doctor names restores it", async () => {
    const before = await containers();
    truncateSync(stateFile(), 2000);
    assert.notEqual((await system.project.up()).exitCode, 0);
    const { output, exitCode } = await system.npm("doctor");
    assert.equal(exitCode, 1);
    assert.match(
      output,
      /PROBLEM +state .* is not complete.*; the newest complete copy is from .* with \d+ resources/,
    );
    const [copy = ""] = remedy(output, "cp ").split(" && ");
    await run("sh", ["-c", copy]);
    assert.deepEqual(await system.project.changes(), []);
    assert.deepEqual(await containers(), before);
  });

  it("a container stopped by hand: doctor and `up` say so, with the command that fixes it (row 27)", async () => {
    const name = await worker();
    await run("docker", ["stop", "--time", "1", name]);
    const [doctor, up] = await Promise.all([system.npm("doctor"), system.project.up()]);
    assert.equal(doctor.exitCode, 1);
    assert.match(
      doctor.output,
      new RegExp(`PROBLEM +containers +${name} is exited .*\n +fix: docker start ${name}`),
    );
    assert.notEqual(up.exitCode, 0);
    assert.match(
      said(up),
      new RegExp(`worker: its container ${name} is exited.*\n.*fix: docker start ${name}`),
    );
    await run("docker", ["start", name]);
  });

  it("a container given other limits by hand: `preview --refresh` shows it, and `up --refresh` takes it back (row 27)", async () => {
    const name = await worker();
    const memory = async () =>
      (await run("docker", ["inspect", "--format", "{{.HostConfig.Memory}}", name])).stdout;
    const before = await memory();
    await run("docker", ["update", "--memory", "64m", "--memory-swap", "64m", name]);
    const preview = said(await system.project.preview("--refresh", "--diff"));
    assert.match(preview, /memory +: +64 => 32/);
    await succeeds("--refresh");
    assert.equal(await memory(), before);
  });

  it("another state for the same stack is refused before anything changes; the way that it names keeps the data (rows 12 and 16)", async () => {
    const before = await containers();
    const other = join(system.project.folder, "other-state");
    mkdirSync(other);
    system.project.env["PULUMI_BACKEND_URL"] = `file://${other}`;
    await system.project.cli("stack", "init", system.project.stack);
    const up = await system.project.up();
    for (const result of [await system.project.preview(), up]) {
      assert.notEqual(result.exitCode, 0);
      assert.match(said(result), /The release cannot start; nothing was changed/);
      assert.match(said(result), /the state in use knows none of them: .*-database/);
    }
    assert.deepEqual(await containers(), before);
    assert.doesNotMatch(said(up), /docker:index.*created/);
    const [, command = ""] = /this stack takes them: (.*)/.exec(said(up)) ?? [];
    await run("sh", ["-c", command]);
    await succeeds();
    assert.equal(await system.sql("SELECT count(*) FROM item"), "3");
    assert.deepEqual(await system.project.changes(), []);
  });

  it("is not destroyed while it is protected, and keeps its volumes when it is not (row 36)", async () => {
    const before = await containers();
    const destroy = ["destroy", "--yes", "--stack", system.project.stack];
    const result = await system.project.cli(...destroy);
    assert.notEqual(result.exitCode, 0);
    assert.match(said(result), /protect/);
    assert.deepEqual(await containers(), before);
    system.set({ protect: false });
    await succeeds();
    assert.equal((await system.project.cli(...destroy)).exitCode, 0);
    assert.deepEqual(await containers(), [""]);
    assert.deepEqual(await system.project.onEngine("volume"), [
      system.database,
      `${system.database}-backups`,
    ]);
  });
});
