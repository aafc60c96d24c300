import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
import { TestProject } from "../support/project";

/** A program with services that are not web applications: two replicas with files and mounts, and a worker without a port. */
const program = (folder: string) => `
import * as pulumi from "@pulumi/pulumi";
import { Host, Image, Service } from "pulumi-web-systems";

export = async () => {
  const host = new Host("host", { system: "proxy-system", stack: pulumi.getStack(), endpoint: "unix:///var/run/docker.sock" });
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
  const server = new Service("server", {
    host, image, port: 9000, health: { tcp: true }, replicas: 2, user: "10001", memory: 64,
    command: ["python", "-m", "http.server", "9000", "--directory", "/etc/app"],
    settings: { PLAIN: "plain value" },
    secrets: { TOKEN: pulumi.secret("token-value-1") },
    files: { "/etc/app/greeting.txt": "你好\\n" },
    mounts: [{ source: "${folder}/certs", target: "/certs" }],
    scratch: ["/scratch"],
    metrics: { port: 9000, path: "/greeting.txt" },
  });
  const worker = new Service("worker", {
    host, image, health: { command: "test -f /tmp/alive" }, memory: 64,
    command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"],
    dependsOn: server.ready,
  });
  return { server: server.addresses, worker: worker.addresses };
};
`;

describe("docker: services of other kinds", function () {
  this.timeout(300_000);
  let project: TestProject;
  let names: { server: string[]; worker: string[] };

  before(async () => {
    project = await TestProject.create({});
    mkdirSync(join(project.folder, "certs"));
    writeFileSync(join(project.folder, "certs", "ca.pem"), "a certificate");
    project.edit("index.ts", () => program(project.folder));
  });
  after(() => project.remove());

  const exec = async (container: string, command: string) =>
    run("docker", ["exec", container, "sh", "-c", command], { reject: false });
  const inspect = async (container: string) =>
    (
      JSON.parse((await run("docker", ["inspect", container])).stdout) as [
        { HostConfig: Record<string, unknown>; Config: { User: string } },
      ]
    )[0];

  it("come up, every replica healthy by its own kind of check", async () => {
    const { exitCode, stdout, stderr } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    names = JSON.parse(
      (await project.cli("stack", "output", "--json", "--stack", project.stack)).stdout,
    ) as typeof names;
    assert.equal(names.server.length, 2);
    assert.equal(names.worker.length, 1);
  });

  it("see their files, plain and secret settings", async () => {
    for (const replica of names.server) {
      assert.equal((await exec(replica, "cat /etc/app/greeting.txt")).stdout, "你好");
      const { stdout } = await exec(replica, "tr '\\0' '\\n' </proc/1/environ");
      assert.match(stdout, /^PLAIN=plain value$/m);
      assert.match(stdout, /^TOKEN=token-value-1$/m);
    }
  });

  it("read a mount, and cannot write it, nor their own root file system", async () => {
    const [server = ""] = names.server;
    assert.equal((await exec(server, "cat /certs/ca.pem")).stdout, "a certificate");
    assert.match((await exec(server, "touch /certs/x")).stderr, /Read-only file system/);
    assert.match((await exec(server, "touch /usr/x")).stderr, /Read-only file system/);
    assert.equal((await exec(server, "touch /scratch/x /tmp/x")).exitCode, 0);
  });

  it("show their metrics under one name, and by labels; nothing of it is published", async () => {
    const [worker = ""] = names.worker;
    const ask = [
      "import socket, urllib.request",
      "found = {entry[4][0] for entry in socket.getaddrinfo('server.metrics', 9000)}",
      "print(len(found), *(urllib.request.urlopen(f'http://{one}:9000/greeting.txt').status for one in found))",
    ].join("\n");
    assert.equal((await exec(worker, `python -c "${ask}"`)).stdout, "2 200 200");
    for (const replica of names.server) {
      const labels =
        '{{index .Config.Labels "io.pulumi-web-systems.metrics.port"}} {{len .HostConfig.PortBindings}}';
      const { stdout } = await run("docker", ["inspect", "--format", labels, replica]);
      assert.equal(stdout, "9000 0");
    }
  });

  it("run as the user named, with no rights of root, limits, log rotation and restart", async () => {
    const { HostConfig, Config } = await inspect(names.server[0] ?? "");
    assert.equal(Config.User, "10001");
    assert.deepEqual(HostConfig["CapDrop"], ["ALL"]);
    assert.equal(HostConfig["CapAdd"], null);
    assert.deepEqual(HostConfig["SecurityOpt"], ["no-new-privileges:true"]);
    assert.equal(HostConfig["Memory"], 64 * 1024 * 1024);
    assert.deepEqual(HostConfig["LogConfig"], {
      Type: "json-file",
      Config: { "max-file": "3", "max-size": "10m" },
    });
    assert.deepEqual(HostConfig["RestartPolicy"], { Name: "always", MaximumRetryCount: 0 });
    assert.match(
      (await exec(names.server[0] ?? "", "grep CapEff /proc/1/status")).stdout,
      /0000000000000000/,
    );
  });

  it("come back with their files and secrets when the engine restarts them", async () => {
    const [server = ""] = names.server;
    await run("docker", ["restart", "--time", "1", server]);
    assert.equal((await exec(server, "cat /etc/app/greeting.txt")).stdout, "你好");
    assert.match((await exec(server, "tr '\\0' '\\n' </proc/1/environ")).stdout, /^TOKEN=token-value-1$/m);
  });

  it("are replaced for a secret that changed: only its service", async () => {
    assert.deepEqual(await project.changes(), []);
    project.edit("index.ts", (text) => text.replace("token-value-1", "token-value-2"));
    const touched = [...new Set((await project.changes()).map((change) => change.split(" ")[1]))].sort();
    assert.deepEqual(touched, ["server", "server-2", "server-2-ready", "server-ready"]);
  });

  it("are refused at the candidate when a mount's source is missing; the old ones keep running", async () => {
    project.edit("index.ts", (text) => text.replace('/certs", target', '/nothing", target'));
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /bind source path does not exist: .*\/nothing/);
    for (const replica of names.server) assert.equal((await exec(replica, "true")).exitCode, 0);
  });
});
