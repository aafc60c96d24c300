import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { preflight } from "../../../../components/preflight/preflight";
import { FakeEngine } from "../../../support/fake-engine";
import { withMocks } from "../../../support/program";

/** The programs of golden files and unit tests name engines that exist: by ssh those of others. */
describe("preflight: of a program under Pulumi's mocks", () => {
  it("asks no engine, takes no lock and looks at no port of this machine; real engines are asked again after it", async () => {
    const fake = await FakeEngine.start();
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    const args = { system: "shop", stack: "prod", ports: { "edge.port": port }, migrations: [] };
    try {
      const { program } = await withMocks("shop", "prod", {}, [], async () => [
        await preflight({ ...args, endpoint: `unix://${fake.socket}` }),
        await preflight({ ...args, endpoint: "ssh://deploy@host.invalid" }),
      ]);
      assert.deepEqual(program, [{}, {}]);
      assert.deepEqual(fake.asked, []);
      await fake.client().container("app");
      assert.deepEqual(fake.questions, ["GET /containers/app/json"]);
    } finally {
      server.close();
      await fake.stop();
    }
  });
});
