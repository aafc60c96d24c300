import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { lookAtHost, type HostQuestion } from "../../components/preflight/host";
import { problemLines } from "../../messages/render";
import { freePort } from "../support/project";

/** What the preflight says of a real host; how a program is refused by it is shown in test/engine and reference.test.ts. */
describe("docker: preflight", () => {
  const preflight = async (question: Partial<HostQuestion>) => {
    const environment = { DOCKER_HOST: "unix:///var/run/docker.sock" };
    const { problems } = await lookAtHost({
      ...{ environment, system: "none", stack: "none", ports: {}, minFreeMiB: 1 },
      ...question,
    });
    return problems.flatMap((each) => problemLines(each)).join("\n");
  };

  it("finds nothing on a host that is ready", async () => {
    const ports = { "edge.port": await freePort(), "edge.tls.port": await freePort() };
    assert.equal(await preflight({ ports }), "");
  });

  it("names a program that has the port", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    assert.match(
      await preflight({ ports: { "edge.tls.port": port } }),
      new RegExp(
        `^Port ${port} of the host is taken by (node|another program).*\nfix: choose another port.*\\(edge.tls.port\\)`,
      ),
    );
    server.close();
  });

  it("says how much space is free and how much is needed", async () => {
    assert.match(
      await preflight({ minFreeMiB: 999999999 }),
      /Only \d+ MiB are free .*; a release needs 999999999 MiB\.\nfix: /,
    );
  });

  it("shows all of it at once", async () => {
    const servers = [0, 0].map((port) => createServer().listen(port, "127.0.0.1"));
    await Promise.all(servers.map((server) => once(server, "listening")));
    const [one, other] = servers.map((server) => (server.address() as AddressInfo).port);
    const ports = { "a key": Number(one), another: Number(other) };
    const found = await preflight({ ports, minFreeMiB: 999999999 });
    servers.forEach((server) => server.close());
    assert.equal(found.split("\n").filter((line) => line.startsWith("fix:")).length, 3);
    assert.match(found, /\(a key\)/);
  });
});
