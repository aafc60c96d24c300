import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { run } from "../../toolchain/run";
import { freePort } from "../support/project";
import { root } from "../support/program";

/** What the preflight says of a real host; how the engine's program runs it is shown in test/engine and reference.test.ts. */
describe("docker: preflight", () => {
  const preflight = async (variables: Record<string, string>) => {
    const env = {
      DOCKER_HOST: "unix:///var/run/docker.sock",
      SYSTEM: "none",
      STACK: "none",
      PORTS: "",
      PATHS: "",
      MIN_FREE_MIB: "1",
      ...variables,
    };
    const script = readFileSync(join(root, "components", "preflight.sh"), "utf8");
    return (await run("/bin/sh", ["-c", script], { env })).stdout;
  };

  it("finds nothing on a host that is ready", async () => {
    const ports = `edge.port ${await freePort()}\nedge.tls.port ${await freePort()}`;
    assert.equal(await preflight({ PORTS: ports, PATHS: `a.b ${root}` }), "");
  });

  it("names a program that has the port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    assert.match(
      await preflight({ PORTS: `edge.tls.port ${port}` }),
      new RegExp(
        `^Port ${port} of the host is taken by (node|another program).*\nfix: choose another port.*\\(edge.tls.port\\)`,
      ),
    );
    server.close();
  });

  it("names a file that a container mounts and the host lacks, and the key that names it", async () => {
    assert.equal(
      await preflight({ PATHS: `backend.certificates ${root}/nothing here\nother ${root}` }),
      `${root}/nothing here is not on the host, but backend.certificates of the stack file names it.\n` +
        "fix: put it there, or correct the path",
    );
  });

  it("says how much space is free and how much is needed", async () => {
    assert.match(
      await preflight({ MIN_FREE_MIB: "999999999" }),
      /Only \d+ MiB are free .*; a release needs 999999999 MiB\.\nfix: /,
    );
  });

  it("shows all of it at once", async () => {
    const found = await preflight({
      PATHS: "one /nothing/1\ntwo /nothing/2",
      MIN_FREE_MIB: "999999999",
    });
    assert.equal(found.split("\n").filter((line) => line.startsWith("fix:")).length, 3);
  });
});
