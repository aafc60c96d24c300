import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownIn } from "../../components/engine/known";
import { TestProject } from "../support/project";
import { SecondHost } from "../support/second-host";
import { root } from "../support/program";
import { run } from "../../operations/kernel/run";
import { said } from "../support/small-system";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, preflight, Service } from "pulumi-web-systems";

export = async () => {
  const on = { system: pulumi.getProject(), stack: pulumi.getStack(), endpoint: new pulumi.Config().require("host") };
  await preflight({ ...on, ports: {}, migrations: [] });
  const host = new Host("host", on);
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
  new Service("worker", {
    host, image, memory: 64, health: { command: "test -f /tmp/alive" },
    command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"], stopGrace: 1,
  });
};
`;

/** Two machines with one state: the same address leads to another engine on each. The tests follow one another. */
describe("docker: the engine of a state, and another one", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), "engines-"));
  const address = join(folder, "docker.sock");
  let other: SecondHost;
  let project: TestProject;

  const leadTo = (socket: string) => {
    rmSync(address, { force: true });
    symlinkSync(socket, address);
  };
  const npm = async (command: string) => {
    const words = ["toolchain/bootstrap.mjs", command, "--stack", project.stack];
    const env = { ...project.env, INIT_CWD: project.folder };
    const result = await run("node", words, { cwd: root, env, reject: false });
    return { output: said(result), exitCode: result.exitCode };
  };
  const known = async () => {
    const { stdout } = await project.cli("stack", "export", "--stack", project.stack);
    return knownIn((JSON.parse(stdout) as { deployment: { resources: [] } }).deployment.resources);
  };

  before(async () => {
    other = await SecondHost.start();
    leadTo("/var/run/docker.sock");
    project = await TestProject.create({ host: `unix://${address}` }, program);
    const up = await project.up();
    assert.equal(up.exitCode, 0, said(up));
  });
  after(async () => {
    leadTo("/var/run/docker.sock");
    await project.remove();
    await other.stop();
    rmSync(folder, { recursive: true });
  });

  it("is in the state, and changes nothing in the next preview", async () => {
    const { stdout } = await run("docker", ["info", "--format", "{{.Name}} {{.ID}} {{.DockerRootDir}}"]);
    const [engine] = (await known()).engines;
    assert.equal(`${engine?.name} ${engine?.id} ${engine?.root}`, stdout);
    assert.deepEqual(await project.changes(), []);
  });

  it("is distinguished from another one at the same address by preview, up and doctor, which do not advise to refresh", async () => {
    leadTo(other.local.DOCKER_HOST.slice("unix://".length));
    for (const result of [await project.preview(), await project.up()]) {
      assert.notEqual(result.exitCode, 0);
      assert.match(
        said(result),
        /nothing was changed\.\n +The engine at unix:.* is .* The state of stack \w+ belongs to another one: /,
      );
      assert.match(said(result), /Do not refresh: the state would lose what it knows/);
    }
    const { output, exitCode } = await npm("doctor");
    assert.equal(exitCode, 1);
    assert.match(output, /PROBLEM +containers +This engine is .*; the state belongs to /);
    assert.doesNotMatch(output, /fix: .*--refresh/);
    const there = await run("docker", ["ps", "--all", "--quiet"], { env: other.local });
    assert.equal(there.stdout, "");
  });

  it("is remembered through a refresh there; back on its own, doctor gives the state that knows the containers", async () => {
    const before = await known();
    const up = await project.up("--refresh");
    assert.notEqual(up.exitCode, 0);
    assert.match(said(up), /belongs to another one/);
    assert.deepEqual((await known()).containers, []);
    leadTo("/var/run/docker.sock");
    assert.match(said(await project.up()), /the state in use knows none of them/);
    const { output } = await npm("doctor");
    const [, command = ""] = /a copy from .* knows them\n +fix: (cp .*) && pulumi preview/.exec(output) ?? [];
    assert.notEqual(command, "", output);
    await run("sh", ["-c", command]);
    assert.deepEqual(await known(), before);
    assert.deepEqual(await project.changes(), []);
  });

  it("another one takes its place only when that is said by name", async () => {
    leadTo(other.local.DOCKER_HOST.slice("unix://".length));
    const { stdout: name } = await run("docker", ["info", "--format", "{{.Name}}"], { env: other.local });
    const preview = (newEngine: string) => {
      Object.assign(project.env, { NEW_ENGINE: newEngine });
      return project.preview();
    };
    assert.match(said(await preview("yes")), /belongs to another one/);
    assert.doesNotMatch(said(await preview(name)), /belongs to another one/);
    delete project.env["NEW_ENGINE"];
  });
});
