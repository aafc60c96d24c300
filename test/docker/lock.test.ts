import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { ensureEmptyImage } from "../../components/engine/empty-image";
import { Engine } from "../../components/engine/engine";
import { withEngine } from "../../components/engine/with-engine";
import { lockLabels, lockName, lockVariable } from "../../components/lock/lock";
import { ownerOf, type Owner } from "../../components/engine/owner";
import { problemText } from "../../messages/render";
import { readLock, removeLock, takeLock, type Taken } from "../../components/lock/take";
import { recover } from "../../operations/kernel/recover";
import { run } from "../../operations/kernel/run";
import { stateFile } from "../../operations/kernel/state-file";
import { root } from "../support/program";
import { randomStack } from "../support/project";
import { RunningUpdate, until } from "../support/running-update";
import { SmallSystem, said } from "../support/small-system";

const engine = { DOCKER_HOST: "unix:///var/run/docker.sock" };
const gone: Owner = { ...ownerOf(process.pid), pid: 4194303, started: "1" };
const elsewhere: Owner = { ...gone, who: "ann@elsewhere", place: "elsewhere" };
const quiet = () => undefined;
const anImage = () => withEngine(engine, ensureEmptyImage);

/** Makes a lock as its owner left it. */
async function leave(on: { system: string; stack: string }, owner: Owner): Promise<string> {
  const labels = lockLabels(on, { owner, command: "npm run restore", since: "2026-11-22T08:00:00Z" });
  const options = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
  const image = await anImage();
  return (await run("docker", ["create", "--name", lockName(on), ...options, image, "lock"])).stdout;
}

const refusal = ({ refused }: Taken) => (refused ? problemText(refused) : "");

describe("docker: the lock of a stack", function () {
  this.timeout(60_000);
  const on = { environment: engine, system: "proxy-system", stack: randomStack() };
  const mine = { owner: ownerOf(process.pid), command: "a test", since: new Date() };
  afterEach(() => run("docker", ["rm", "--force", lockName(on)], { reject: false }));

  it("of six takers at once exactly one has it; the others get the name of its owner", async () => {
    const takers = await Promise.all(Array.from({ length: 6 }, () => takeLock(on, mine, quiet)));
    assert.equal(takers.filter(({ refused }) => !refused).length, 1);
    for (const { refused } of takers)
      if (refused)
        assert.match(problemText(refused), new RegExp(`a test of .*, process ${process.pid}, still running`));
  });

  it("of six that take over a lock whose owner is gone exactly one has it", async () => {
    await leave(on, gone);
    const takers = await Promise.all(Array.from({ length: 6 }, () => takeLock(on, mine, quiet)));
    const [winner] = takers.flatMap((taken) => (taken.refused ? [] : [taken.id]));
    assert.equal(takers.filter(({ refused }) => !refused).length, 1);
    const found = await readLock(on);
    assert.ok(found && found !== "foreign" && found.id === winner);
  });

  it("is not taken from an owner on another machine, nor is a container with its name that is no lock", async () => {
    const id = await leave(on, elsewhere);
    assert.match(refusal(await takeLock(on, mine, quiet)), /ask ann@elsewhere .* --owner-is-gone$/);
    await removeLock(on, id);
    await run("docker", ["create", "--name", lockName(on), await anImage(), "x"]);
    assert.match(refusal(await takeLock(on, mine, quiet)), /taken by a container that is not the lock/);
    assert.equal(await readLock(on), "foreign");
  });

  for (const signal of ["SIGHUP", "SIGTERM", "SIGINT", "SIGKILL"] as const)
    it(`of a command that ends by ${signal}: ${signal === "SIGKILL" ? "is taken over by the next" : "is released"}`, async () => {
      const program = `
        const { changing } = require("./operations/changing");
        const { run } = require("./operations/kernel/run");
        const on = ${JSON.stringify(on)};
        changing(on, "a command", () => run("sh", ["-c", "echo holds it; exec sleep 60"], { onLine: console.log }));`;
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], { cwd: root });
      const ended = once(child, "exit");
      await once(child.stdout, "data");
      assert.ok(await readLock(on));
      child.kill(signal);
      await ended;
      if (signal !== "SIGKILL") return assert.equal(await readLock(on), undefined);
      const lines: string[] = [];
      assert.equal((await takeLock(on, mine, (line) => lines.push(line))).refused, undefined);
      assert.match(
        lines.join("\n"),
        /^taking over the lock .* a command of .*, process \d+, no longer running, since/,
      );
    });
});

/** One stack; the tests follow one another. */
describe("docker: one lock for all that changes a stack", function () {
  this.timeout(300_000);
  let system: SmallSystem;
  let on: { environment: Record<string, string>; system: string; stack: string };
  let update: RunningUpdate | undefined;

  before(async () => {
    system = await SmallSystem.create();
    on = { environment: engine, system: "proxy-system", stack: system.project.stack };
    const up = await system.project.up();
    assert.equal(up.exitCode, 0, said(up));
    // A mistake in the arguments would be refused before the lock is looked at.
    writeFileSync(join(system.project.folder, "dump.sql"), "SELECT 1;\n");
  });
  after(async () => {
    await update?.kill();
    await system.project.remove();
  });

  const containers = () => system.project.onEngine("container");
  const databases = () =>
    system.sql("SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE 'shop%'");

  /** Every command that changes a stack. */
  const commands: [string, ...string[]][] = [
    ["restore", "latest", "--yes"],
    ["import", "dump.sql"],
    ["rollback", "--yes"],
    ["migrate", "apply"],
    ["migrate", "baseline", "1"],
    ["migrate", "resolve", "create_item.sql", "--applied"],
    ["migrate", "down", "create_item.sql", "--yes"],
    ["unlock"],
  ];

  it("while `pulumi up` runs, every command that changes something is refused before anything is touched; doctor names the owner", async () => {
    // Until the test says that it is ready.
    system.set({ pause: "600" });
    update = new RunningUpdate(system.project);
    await until(async () => (await readLock(on)) !== undefined);
    const doctor = await system.npm("doctor");
    const refused = await Promise.all(commands.map((words) => system.npm(...words)));
    assert.ok(update.runs, update.said);
    assert.match(
      doctor.output,
      new RegExp(`lock +held by pulumi up of .*, process ${update.pid}, still running`),
    );
    for (const { output, exitCode } of refused) {
      assert.equal(exitCode, 1, output);
      assert.match(
        output,
        new RegExp(`(nothing was changed|is locked)[^]*process ${update.pid}, still running`),
      );
    }
    assert.equal(await databases(), "shop");
    for (const worker of (await containers()).filter((name) => name.includes("-worker-")))
      await run("docker", ["exec", worker, "touch", "/tmp/ready"]);
    assert.equal(await update.ended(), 0, update.said);
    assert.deepEqual(
      (await containers()).filter((name) => name === lockName(on)),
      [],
    );
  });

  it("while a restore holds it, `pulumi up` and every other command are refused, another restore too, and a preview warns; the update of its holder goes on", async () => {
    const before = await containers();
    const taken = await takeLock(
      on,
      { owner: ownerOf(process.pid), command: "npm run restore", since: new Date() },
      quiet,
    );
    assert.ok(!taken.refused);
    const [up, preview] = [await system.project.up(), await system.project.preview()];
    assert.notEqual(up.exitCode, 0);
    assert.match(
      said(up),
      /nothing was changed\.\n +Stack \w+ is being changed: npm run restore of .*, still running/,
    );
    assert.equal(preview.exitCode, 0, said(preview));
    assert.match(said(preview), /pulumi up would be refused now/);
    for (const { output, exitCode } of await Promise.all(commands.map((words) => system.npm(...words)))) {
      assert.equal(exitCode, 1, output);
      assert.match(output, /Stack \w+ is being changed: npm run restore of .*, still running/);
    }
    assert.equal(await databases(), "shop");
    Object.assign(system.project.env, { [lockVariable]: taken.id });
    const own = await system.project.up();
    assert.equal(own.exitCode, 0, said(own));
    assert.deepEqual(await containers(), [...before, lockName(on)].sort());
    delete system.project.env[lockVariable];
    await removeLock(on, taken.id);
  });

  it("an update that was killed: the next takes its lock over and says so, and leaves none", async () => {
    await leave(on, gone);
    const up = await system.project.up();
    assert.equal(up.exitCode, 0, said(up));
    assert.match(
      said(up),
      /taking over the lock of a command that was killed: npm run restore of .*, no longer running, since/,
    );
    assert.equal(await readLock(on), undefined);
  });

  it("one of another machine is released only by unlock, when the operator says that its owner is gone", async () => {
    await leave(on, elsewhere);
    assert.match(
      said(await system.project.up()),
      /ask ann@elsewhere whether npm run restore still runs there/,
    );
    const refused = await system.npm("unlock");
    assert.equal(refused.exitCode, 1, refused.output);
    const released = await system.npm("unlock", "--owner-is-gone");
    assert.equal(released.exitCode, 0, released.output);
    assert.equal(await readLock(on), undefined);
  });

  it("a kill that cuts off what the CLI writes beside its files: doctor names it, unlock repairs it, and the next update goes on", async () => {
    const state = join(system.project.folder, "state", ".pulumi");
    const lock = join(state, "locks", "organization", "proxy-system", on.stack, "gone.json");
    const left = { pid: gone.pid, username: "ann", hostname: hostname(), timestamp: "2026-11-22T08:00:00Z" };
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, JSON.stringify(left));
    for (const file of [join(state, "stacks", "proxy-system", `${on.stack}.json`), lock])
      writeFileSync(`${file}.attrs`, "");
    const refused = await system.project.up();
    assert.match(said(refused), /EOF/);
    const preview = await system.npm("preview");
    assert.match(
      preview.output,
      /EOF\n +fix: a note beside a state may have been cut off by a kill: npm run unlock/,
    );
    const doctor = await system.npm("doctor");
    assert.match(
      doctor.output,
      /state +\S+\.json\.attrs is incomplete because its writer was killed; [^]*fix: npm run unlock/,
    );
    const unlocked = await system.npm("unlock");
    assert.equal(unlocked.exitCode, 0, unlocked.output);
    assert.match(unlocked.output, /removed 2 notes beside the state/);
    const up = await system.project.up();
    assert.equal(up.exitCode, 0, said(up));
  });

  it("what another has with the name that a cut-off update gave is not removed; what the update made is", async () => {
    const file = stateFile(join(system.project.folder, "state"), "proxy-system", on.stack);
    const state = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: {
        latest: { resources: { type: string; urn: string; inputs: object }[]; pending_operations?: object[] };
      };
    };
    const { latest } = state.checkpoint;
    const container = latest.resources.find(({ type }) => type === "docker:index/container:Container");
    const names = [`foreign-${on.stack}`, `proxy-system-${on.stack}-cut-off`];
    const labels = ["system=proxy-system", `stack=${on.stack}`].flatMap((one) => [
      "--label",
      `io.pulumi-web-systems.${one}`,
    ]);
    const image = await anImage();
    for (const [at, name] of names.entries())
      await run("docker", ["create", "--name", name, ...(at === 1 ? labels : []), image, "x"]);
    latest.pending_operations = names.map((name) => ({
      type: "creating",
      resource: {
        ...container,
        id: "",
        urn: `${container?.urn}-${name}`,
        inputs: { ...container?.inputs, name },
      },
    }));
    writeFileSync(file, JSON.stringify(state));
    const lines: string[] = [];
    let listed: string[];
    try {
      await recover(
        { folder: system.project.folder, stack: on.stack, env: system.project.env },
        (line) => lines.push(line),
        { environment: engine, engine: new Engine(engine) },
      );
      listed = (await run("docker", ["ps", "--all", "--format", "{{.Names}}"])).stdout.split("\n");
    } finally {
      await run("docker", ["rm", names[0] ?? ""], { reject: false });
    }
    assert.match(lines.join("\n"), /cleaning up 2 operation/);
    assert.deepEqual(
      names.map((name) => listed.includes(name)),
      [true, false],
    );
    assert.equal((await containers()).length, 3);
  });

  it("names that another system's stack has are refused, in previews too", async () => {
    const volume = `proxy-system-${on.stack}-other`;
    const labels = ["system=proxy", `stack=system-${on.stack}`].flatMap((one) => [
      "--label",
      `io.pulumi-web-systems.${one}`,
    ]);
    await run("docker", ["volume", "create", ...labels, volume]);
    const preview = await system.project.preview();
    await run("docker", ["volume", "rm", volume]);
    assert.notEqual(preview.exitCode, 0);
    assert.match(
      said(preview),
      new RegExp(`would use the names of stack system-${on.stack} of proxy, .*: ${volume}`),
    );
  });
});
