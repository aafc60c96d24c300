import assert from "node:assert/strict";
import { ensureBaseImages } from "../../toolchain/images";
import { run } from "../../operations/kernel/run";
import { TestProject } from "../support/project";

/** A persistent Redis, a cache, a service that reaches both, and one that reaches neither. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, Redis, Service } from "pulumi-web-systems";

export = async () => {
  const config = new pulumi.Config();
  const host = new Host("host", { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock" });
  const image = new Image("redis-image", { host, name: "local/redis:8" }).id;
  const databases = config.get("databases");
  const jobs = new Redis("jobs", { host, image, memory: 64, persistent: true, settings: databases ? { databases } : {} });
  const cache = new Redis("cache", { host, image, memory: 32 }, {
    transforms: [({ type, props, opts }) =>
      type === "docker:index/container:Container" ? { props: { ...props, logOpts: { "max-size": "5m" } }, opts } : undefined],
  });
  const client = { host, image, memory: 32, stopGrace: 1, health: { command: "test -f /tmp/alive" }, command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"] };
  const app = new Service("app", { ...client, reaches: [jobs, cache], secrets: { JOBS: jobs.url, CACHE: cache.url } });
  const stranger = new Service("stranger", client);
  return { app: app.addresses[0], stranger: stranger.addresses[0], jobs: jobs.url };
};
`;

/** A real Redis, asked by services of its stack. The tests follow one another. */
describe("docker: Redis", function () {
  this.timeout(180_000);
  let project: TestProject;
  let outputs: { app: string; stranger: string; jobs: string };

  const up = async () => {
    const { stdout, stderr, exitCode } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    const show = ["stack", "output", "--json", "--show-secrets", "--stack", project.stack];
    outputs = JSON.parse((await project.cli(...show)).stdout) as typeof outputs;
    return stdout + stderr;
  };
  const server = async (service: "jobs" | "cache") =>
    (await project.onEngine("container")).find((name) => name.includes(`-${service}-server-`)) ?? "";
  /** What a service hears from a Redis, by the address and the password that its settings have. */
  const ask = async (setting: "JOBS" | "CACHE", ...words: string[]) => {
    const command = `. /run/secrets/settings; exec redis-cli -u "$${setting}" --no-auth-warning "$@"`;
    const exec = ["exec", outputs.app, "sh", "-c", command, "sh", ...words];
    const { stdout, stderr } = await run("docker", exec, { reject: false });
    return stdout + stderr;
  };

  before(async () => {
    await ensureBaseImages(() => undefined, { names: ["local/redis:8"] });
    project = await TestProject.create({}, program);
    await up();
  });
  after(() => project?.remove());

  it("answers those who reach it, with their password", async () => {
    assert.equal(await ask("JOBS", "SET", "order", "下单 'one'"), "OK");
    assert.equal(await ask("CACHE", "SET", "page", "1"), "OK");
    assert.equal(await ask("CACHE", "EXISTS", "order"), "0");
  });

  it("refuses those without the password, and cannot be reached from another network", async () => {
    const guess = (password: string[]) =>
      run("docker", ["exec", outputs.app, "redis-cli", "-h", "jobs", ...password, "GET", "order"], {
        reject: false,
      });
    assert.match((await guess([])).stdout, /NOAUTH/);
    assert.match(JSON.stringify(await guess(["-a", "wrong"])), /WRONGPASS/);
    const { stderr, exitCode } = await run(
      "docker",
      ["exec", outputs.stranger, "timeout", "5", "redis-cli", "-h", "jobs", "PING"],
      { reject: false },
    );
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /Could not connect|not known|resolution/);
  });

  it("its password is not in what the engine tells, in logs, in command lines or in plain state", async () => {
    const password = new URL(outputs.jobs).password;
    assert.ok(password.length >= 32);
    const name = await server("jobs");
    const told = await Promise.all([
      ...[
        ["inspect", name],
        ["logs", name],
        ["top", name],
        ["inspect", outputs.app],
      ].map((args) => run("docker", args)),
      project.cli("stack", "export", "--stack", project.stack),
    ]);
    assert.ok(!JSON.stringify(told).includes(password));
  });

  it("keeps its limits: a cache removes keys, a persistent one refuses to write", async () => {
    assert.equal(await ask("CACHE", "CONFIG", "GET", "maxmemory-policy"), "maxmemory-policy\nallkeys-lru");
    assert.equal(await ask("JOBS", "CONFIG", "GET", "maxmemory"), `maxmemory\n${32 * 1024 * 1024}`);
  });

  it("its user can change what its container is made with", async () => {
    const format = '{{index .HostConfig.LogConfig.Config "max-size"}}';
    const sizes = ["cache", "jobs"] as const;
    const found = await Promise.all(
      sizes.map(
        async (name) => (await run("docker", ["inspect", "--format", format, await server(name)])).stdout,
      ),
    );
    assert.deepEqual(found, ["5m", "10m"]);
  });

  it("a change of a setting replaces it instead, with what it holds, and no service", async () => {
    const before = await server("jobs");
    const { app } = outputs;
    project.settings["databases"] = "4";
    project.writeStackFile();
    await up();
    const after = await server("jobs");
    assert.notEqual(after, before);
    assert.equal(outputs.app, app);
    assert.equal(await ask("JOBS", "GET", "order"), "下单 'one'");
    assert.equal(await ask("JOBS", "CONFIG", "GET", "databases"), "databases\n4");
  });

  it("settings that it does not start with fail the release, and it runs on", async () => {
    const before = await server("jobs");
    project.settings["databases"] = "many";
    project.writeStackFile();
    const { stdout, stderr, exitCode } = await project.up();
    assert.notEqual(exitCode, 0);
    assert.match(
      stdout + stderr,
      /Redis jobs does not work with this image and these settings; a running one was not touched[^]*databases/,
    );
    assert.equal(await server("jobs"), before);
    assert.equal(await ask("JOBS", "GET", "order"), "下单 'one'");
    project.settings["databases"] = "4";
    project.writeStackFile();
    await up();
  });

  it("killed, it is back with all but the last second", async () => {
    assert.equal(await ask("JOBS", "SET", "paid", "1"), "OK");
    await new Promise((done) => setTimeout(done, 1500));
    const name = await server("jobs");
    await run("docker", ["exec", "--user", "0", name, "sh", "-c", "kill -9 1 || true"], { reject: false });
    const { stdout: pid } = await run("docker", ["inspect", "--format", "{{.State.Pid}}", name]);
    if (pid !== "0") await run("kill", ["-9", pid], { reject: false });
    for (const end = Date.now() + 30_000; (await ask("JOBS", "PING")) !== "PONG" && Date.now() < end;)
      await new Promise((done) => setTimeout(done, 300));
    assert.equal(await ask("JOBS", "MGET", "order", "paid"), "下单 'one'\n1");
  });

  it("nothing changes when nothing did, and its volume outlives the stack", async () => {
    assert.deepEqual(await project.changes(), []);
    const { exitCode, stdout } = await project.cli(
      "destroy",
      "--yes",
      "--skip-preview",
      "--non-interactive",
      "--stack",
      project.stack,
    );
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(await project.onEngine("volume"), [`proxy-system-${project.stack}-jobs-redis`]);
    assert.deepEqual(await project.onEngine("network"), []);
  });
});
