import assert from "node:assert/strict";
import { createServer, type AddressInfo } from "node:net";
import { listeningIn, programIn, thisMachine } from "../../../../components/preflight/machine";

const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

describe("preflight: what listens on a machine", () => {
  it("is read from /proc/net/tcp: sockets that listen, and none that is connected", () => {
    const text = `${head}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   1: 0100007F:01BB 0100007F:D431 01 00000000:00000000 02:000007E4 00000000     0
  12: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n`;
    assert.deepEqual(listeningIn(text), [8080, 80]);
  });

  it("is read from /proc/net/tcp6, whose addresses are longer", () => {
    const any = "00000000000000000000000000000000";
    const text = `${head}   0: ${any}:FFFF ${any}:0000 0A 00000000:00000000 00:00000000 00000000     0
   1: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000100007F:9C40 06 00000000:00000000\n`;
    assert.deepEqual(listeningIn(text), [65535]);
  });

  it("is nothing where there is no such file", () => assert.deepEqual(listeningIn(""), []));

  it("is named by ss, where the user may see it", () => {
    const line = (users: string) => `LISTEN 0 511 0.0.0.0:8080 0.0.0.0:* ${users}\n`;
    const users = 'users:(("my server",pid=4711,fd=18),("node",pid=12,fd=18))';
    assert.deepEqual(programIn(line(users)), { name: "my server", pid: 4711 });
    assert.equal(programIn(line("")), undefined);
    assert.equal(programIn(""), undefined);
  });

  it("of this machine has a server of this process", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    try {
      assert.ok(thisMachine.listening().has(port));
    } finally {
      server.close();
    }
  });

  it("has free space, and none that is known where there is no such folder", async () => {
    assert.ok(((await thisMachine.freeMiB("/")) ?? 0) > 0);
    assert.equal(await thisMachine.freeMiB("/there/is/none"), undefined);
  });
});
