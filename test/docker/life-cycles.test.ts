import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { leftovers } from "../support/leftovers";
import { TestProject } from "../support/project";
import { root } from "../support/program";
import { RunningUpdate } from "../support/running-update";
import { secretValues, shown } from "../support/secret-settings";

/**
 * A worker beside its old one; a service that may fail, and then prints its generated secret; a ledger that is the only writer of its volume,
 * which notes when it begins and ends.
 */
const program = `
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Host, Image, recordRelease, Service } from "pulumi-web-systems";

export = async () => {
  const config = new pulumi.Config();
  const host = new Host("host", { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock" });
  const release = recordRelease({ host });
  const python = new Image("python", { host, name: "local/python:3.13-slim" });
  const image = python.id;
  const settings = { RELEASE: config.require("release") };
  const volume = new docker.Volume("ledger-data", { name: host.prefix + "-ledger", labels: host.labels("ledger") }, { provider: host.provider });
  const worker = new Service("worker", {
    host, image, settings, memory: 32, stopGrace: 2, health: { command: "test -f /tmp/alive" },
    secrets: { WORKER_KEY: new random.RandomPassword("worker-key", { length: 24, special: false }).result },
    command: ["sh", "-c", "touch /tmp/alive; trap 'exit 0' TERM; while :; do sleep 0.2; done"],
  });
  const last = new Service("last", {
    host, image, settings, memory: 32, stopGrace: 1, health: { command: "test -f /tmp/alive" }, dependsOn: worker.ready, startTimeout: 30,
    secrets: { LAST_KEY: new random.RandomPassword("last-key", { length: 24, special: false }).result },
    command: ["sh", "-c", config.require("last")],
  });
  const ledger = new Service("ledger", {
    host, image, settings, memory: 32, stopGrace: 5, lifeCycle: "instead", health: { command: "test -f /tmp/alive" }, volumes: { "/data": volume.name },
    command: ["sh", "-c", "trap 'sleep 0.5; echo ends $RELEASE >>/data/ledger; exit 0' TERM; echo begins $RELEASE >>/data/ledger; touch /tmp/alive; while :; do sleep 0.1; done"],
  });
  release.complete({ images: { python }, after: pulumi.all([...ledger.ready, ...last.ready].map(({ urn }) => urn)) });
  return { worker: worker.addresses[0], ledger: ledger.addresses[0], last: last.addresses[0] };
};
`;

const lives = "touch /tmp/alive; exec sleep 3600";
/** The cause first, then many lines, as a framework prints them. */
const dies =
  'echo "ModuleNotFoundError: No module named shop"; echo "key=$LAST_KEY"; for i in $(seq 45); do echo "frame $i"; done; exit 3';

/** What runs during and after a release that fails, and how a service is replaced that must not run twice. The tests follow one another. */
describe("docker: life cycles of services", function () {
  this.timeout(300_000);
  let project: TestProject;
  const output: string[] = [];

  const release = (name: string, last = lives) => {
    Object.assign(project.settings, { release: name, last });
    project.writeStackFile();
  };
  const up = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await project.up(...args);
    output.push(stdout + stderr);
    return { text: stdout + stderr, exitCode };
  };
  /** Which releases a service runs of. */
  const running = async (service: string) => {
    const filter = `name=^proxy-system-?.*|^${service}-[0-9a-f]{7}$`;
    const { stdout } = await run("docker", [
      ...["ps", "--quiet", "--filter", `label=io.pulumi-web-systems.stack=${project.stack}`],
      ...["--filter", `label=io.pulumi-web-systems.service=${service}`, "--filter", filter],
    ]);
    const ids = stdout.split("\n").filter((id) => id !== "");
    if (ids.length === 0) return [];
    const { stdout: envs } = await run("docker", ["inspect", "--format", "{{.Config.Env}}", ...ids]);
    return [...envs.matchAll(/RELEASE=(\w+)/g)].map(([, found]) => found).sort();
  };
  const all = async () => [await running("worker"), await running("last"), await running("ledger")];
  const ledger = async () => {
    const volume = `proxy-system-${project.stack}-ledger:/data`;
    const image = "local/python:3.13-slim";
    return (await run("docker", ["run", "--rm", "--volume", volume, image, "cat", "/data/ledger"])).stdout;
  };

  const npm = async (command: string) => {
    const words = ["toolchain/bootstrap.mjs", command, "--stack", project.stack];
    const env = { ...project.env, INIT_CWD: project.folder };
    const { stdout, stderr } = await run("node", words, { cwd: root, env, reject: false });
    return stdout + stderr;
  };

  before(async () => {
    project = await TestProject.create({ release: "one", last: lives }, program);
    const { text, exitCode } = await up();
    assert.equal(exitCode, 0, text);
    assert.deepEqual(await all(), [["one"], ["one"], ["one"]]);
  });
  after(() => project?.remove());

  it("a release that fails leaves nothing at work beside the old one, and ends nothing that the old one needs", async () => {
    release("two", dies);
    const { text, exitCode } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(text, /Service last did not become healthy: it exited with code 3/);
    assert.match(text, /What this release started was stopped, so that it takes no work: .*-worker-/);
    assert.deepEqual(await all(), [["one"], ["one"], ["one"]]);
  });

  it("again, when it is tried again with the cause still there", async () => {
    const { text, exitCode } = await up();
    assert.notEqual(exitCode, 0);
    // It ends at once now: the files that it waited for are there.
    assert.match(text, /Service last did not become healthy: it exited with code 3/);
    assert.deepEqual(await all(), [["one"], ["one"], ["one"]]);
  });

  it("its message shows the cause, and no secret that the candidate printed", async () => {
    const text = output.at(-1) ?? "";
    assert.match(text, /ModuleNotFoundError: No module named shop/);
    assert.match(text, /key=\[secret\]/);
    const state = join(project.folder, "state");
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const exported = await project.cli("stack", "export", "--stack", project.stack);
    const places = [
      ...[...output, exported.stdout].map((found) => ({ where: "the CLI", found })),
      ...files.map(({ parentPath, name }) => ({
        where: name,
        found: readFileSync(join(parentPath, name), "utf8"),
      })),
    ];
    const secrets = await secretValues(project);
    assert.ok(secrets.length >= 2);
    for (const { where, found } of places) assert.deepEqual(shown(secrets, found), [], where);
  });

  it("the next one starts what was stopped, and a service that writes its volume ends before its successor begins", async () => {
    release("two");
    assert.match(
      await npm("preview"),
      /ledger is stopped before the new one starts: at most 65 s without it \(5 s to end, 60 s to become healthy\)/,
    );
    const { text, exitCode } = await up();
    assert.equal(exitCode, 0, text);
    assert.deepEqual(await all(), [["two"], ["two"], ["two"]]);
    assert.equal(await ledger(), "begins one\nends one\nbegins two");
    assert.deepEqual(await leftovers(project), []);
    assert.deepEqual(await project.changes(), []);
  });

  it("what a killed release left at work is named by doctor, stopped by unlock, and goes on with the next one", async () => {
    release("three", "exec sleep 3600");
    const update = new RunningUpdate(project);
    try {
      await update.says(/last-ready creating/);
    } finally {
      await update.kill();
    }
    assert.deepEqual(await running("worker"), ["three", "two"]);
    assert.match(
      await npm("doctor"),
      /worker-[0-9a-f]{7} runs beside the one that serves: it belongs to a release that did not finish/,
    );
    assert.match(await npm("unlock"), /was stopped, so that it takes no work: .*-worker-/);
    assert.deepEqual(await running("worker"), ["two"]);
    assert.match(await npm("doctor"), /worker-[0-9a-f]{7} is stopped: it belongs to a release that failed/);
    release("three");
    const { text, exitCode } = await up("--refresh");
    assert.equal(exitCode, 0, text);
    assert.deepEqual(await all(), [["three"], ["three"], ["three"]]);
  });
});
