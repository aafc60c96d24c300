import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { run } from "../../operations/kernel/run";
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
      MIN_FREE_MIB: "1",
      ...variables,
    };
    const script = readFileSync(join(root, "components", "preflight", "preflight.sh"), "utf8");
    return (await run("/bin/sh", ["-c", script], { env })).stdout;
  };

  it("finds nothing on a host that is ready", async () => {
    const ports = `${await freePort()} edge.port\n${await freePort()} edge.tls.port`;
    assert.equal(await preflight({ PORTS: ports }), "");
  });

  it("names a program that has the port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    assert.match(
      await preflight({ PORTS: `${port} edge.tls.port` }),
      new RegExp(
        `^Port ${port} of the host is taken by (node|another program).*\nfix: choose another port.*\\(edge.tls.port\\)`,
      ),
    );
    server.close();
  });

  it("says how much space is free and how much is needed", async () => {
    assert.match(
      await preflight({ MIN_FREE_MIB: "999999999" }),
      /Only \d+ MiB are free .*; a release needs 999999999 MiB\.\nfix: /,
    );
  });

  it("shows all of it at once", async () => {
    const servers = [0, 0].map((port) => createServer().listen(port, "127.0.0.1"));
    await Promise.all(servers.map((server) => once(server, "listening")));
    const ports = servers.map((server) => `${(server.address() as AddressInfo).port} a key`);
    const found = await preflight({ PORTS: ports.join("\n"), MIN_FREE_MIB: "999999999" });
    servers.forEach((server) => server.close());
    assert.equal(found.split("\n").filter((line) => line.startsWith("fix:")).length, 3);
    assert.match(found, /\(a key\)/);
  });
});
