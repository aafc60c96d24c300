import assert from "node:assert/strict";
import { run } from "../../toolchain/run";
import { TestProject } from "../support/project";
import { SecondHost } from "../support/second-host";

/** A user's own program for that host; `on` is where it is, `paths` what containers mount of it. */
const program = (on: object, paths: object = {}) => `
import * as pulumi from "@pulumi/pulumi";
import { Host } from "./components/host";
import { Image } from "./components/image";
import { preflight } from "./components/preflight";
import { Service } from "./components/service/service";

export = async () => {
  const on = { system: "proxy-system", stack: pulumi.getStack(), ...${JSON.stringify(on)} };
  await preflight({ ...on, ports: {}, paths: ${JSON.stringify(paths)}, migrations: [] });
  const host = new Host("host", on);
  const image = new Image("python", { host, name: "local/python:3.13-slim" }).id;
  const worker = new Service("worker", {
    host, image, memory: 64, health: { command: "test -f /tmp/alive" },
    command: ["sh", "-c", "touch /tmp/alive; exec sleep 3600"], stopGrace: 1,
    secrets: { TOKEN: pulumi.secret("over-the-wire") },
  });
  return { worker: worker.addresses[0] };
};
`;

/** A real sshd and a second engine, over SSH and over TCP with TLS; the first engine of the machine must not notice any of it. */
describe("docker: another host", function () {
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
    project.edit("index.ts", () => program({ endpoint: host.endpoint }));
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

  it("over SSH that is unknown is refused, with how to get to know it", async () => {
    host.trust("none");
    await refused(/Docker does not answer at ssh:\/\//, /fix: this machine does not know the host's key yet/);
  });

  it("over SSH whose key changed is refused, with what to ask its administrator", async () => {
    host.trust("another");
    await refused(/Docker does not answer at ssh:\/\//, /fix: the host's key is another than before/);
  });

  it("over SSH that lacks what a container mounts is refused, by the host's own eyes", async () => {
    host.trust("its own");
    const paths = { "backend.certificates": `${host.folder}/nothing`, "backend.here": host.folder };
    project.edit("index.ts", () => program({ endpoint: host.endpoint }, paths));
    await refused(/nothing is not on the host, but backend\.certificates of the stack file names it/);
  });

  it("over TCP is refused with certificates of a stranger", async () => {
    const stranger = { endpoint: host.tcpEndpoint, certificates: host.strangersCertificates };
    project.edit("index.ts", () => program(stranger));
    await refused(
      /Docker does not answer at tcp:\/\//,
      /fix: check that the engine runs there, and that the cert/,
    );
  });

  for (const way of ["SSH", "TCP with TLS"]) {
    it(`gets containers over ${way}, and commands go to the same engine`, async () => {
      const tls = { endpoint: host.tcpEndpoint, certificates: host.certificates };
      project.edit("index.ts", () => program(way === "SSH" ? { endpoint: host.endpoint } : tls));
      const { exitCode, stdout, stderr } = await project.up();
      assert.equal(exitCode, 0, stdout + stderr);
      const name = (await project.cli("stack", "output", "worker", "--stack", project.stack)).stdout;
      const environ = ["exec", name, "sh", "-c", "tr '\\0' '\\n' </proc/1/environ"];
      const { stdout: environment } = await run("docker", environ, { env: host.local });
      assert.match(environment, /^TOKEN=over-the-wire$/m);
      assert.deepEqual(await project.onEngine("container"), [], "something is on the first engine");
    });

    it(`has nothing to do the second time over ${way}, and is empty after destroy`, async () => {
      assert.deepEqual(await project.changes(), []);
      const gone = await project.cli("destroy", "--yes", "--skip-preview", "--stack", project.stack);
      assert.equal(gone.exitCode, 0, gone.stdout + gone.stderr);
      assert.equal((await run("docker", ["ps", "--all", "--quiet"], { env: host.local })).stdout, "");
    });
  }
});
