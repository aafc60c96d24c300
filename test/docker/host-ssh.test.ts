import assert from "node:assert/strict";
import { run } from "../../toolchain/run";
import { TestProject } from "../support/project";
import { SecondHost } from "../support/second-host";

const program = (endpoint: string) => `
import * as pulumi from "@pulumi/pulumi";
import { Host } from "./components/host";
import { Image } from "./components/image";
import { preflight } from "./components/preflight";
import { Service } from "./components/service/service";

export = async () => {
  const on = { system: "proxy-system", stack: pulumi.getStack(), endpoint: "${endpoint}" };
  await preflight({ ...on, ports: {}, localImages: [], migrations: [] });
  const host = new Host("host", on);
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
  const worker = new Service("worker", {
    host, image, memory: 64, health: { command: "test -f /tmp/alive" },
    command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"],
    secrets: { TOKEN: pulumi.secret("over-ssh") },
  });
  return { worker: worker.addresses[0] };
};
`;

/** A real sshd and a second engine; the first engine of the machine must not notice any of it. */
describe("docker: a host over SSH", function () {
  this.timeout(300_000);
  let host: SecondHost;
  let project: TestProject;

  before(async () => {
    host = await SecondHost.start();
    const image = `${host.folder}/python.tar`;
    await run("docker", ["save", "--output", image, "local/python:3.13-slim"]);
    await run("docker", ["load", "--quiet", "--input", image], { env: host.local });
    project = await TestProject.create({});
    Object.assign(project.env, host.sshEnvironment());
    project.edit("index.ts", () => program(host.endpoint));
  });
  after(async () => {
    host.trust("its own");
    await project.remove();
    await host.stop();
  });

  async function refused(...patterns: RegExp[]): Promise<void> {
    const { exitCode, stdout, stderr } = await project.up();
    assert.notEqual(exitCode, 0);
    for (const pattern of patterns) assert.match(stdout + stderr, pattern);
    assert.doesNotMatch(stdout + stderr, /^\s+at .*:\d+:\d+/m, "a stack trace");
  }

  it("that is unknown is refused, with how to get to know it", async () => {
    host.trust("none");
    await refused(/Docker does not answer at ssh:\/\//, /fix: this machine does not know the host's key yet/);
  });

  it("whose key changed is refused, with what to ask its administrator", async () => {
    host.trust("another");
    await refused(/Docker does not answer at ssh:\/\//, /fix: the host's key is another than before/);
  });

  it("gets containers, and commands go to the same engine", async () => {
    host.trust("its own");
    const { exitCode, stdout, stderr } = await project.up();
    assert.equal(exitCode, 0, stdout + stderr);
    const name = (await project.cli("stack", "output", "worker", "--stack", project.stack)).stdout;
    const { stdout: environment } = await run(
      "docker",
      ["exec", name, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ"],
      { env: host.local },
    );
    assert.match(environment, /^TOKEN=over-ssh$/m);
    assert.deepEqual(await project.onEngine("container"), [], "something is on the first engine");
  });

  it("has nothing to do the second time, and is empty after destroy", async () => {
    assert.deepEqual(await project.changes(), []);
    const { exitCode, stdout, stderr } = await project.cli(
      "destroy",
      "--yes",
      "--skip-preview",
      "--stack",
      project.stack,
    );
    assert.equal(exitCode, 0, stdout + stderr);
    assert.equal((await run("docker", ["ps", "--all", "--quiet"], { env: host.local })).stdout, "");
  });
});
