import assert from "node:assert/strict";
import { run } from "../../operations/kernel/run";
import { makeCertificate } from "../support/certificates";
import { EdgeAlone } from "../support/edge-alone";
import { siteWith } from "../support/site";

/** A site that sends every client to a path. */
const saying = (word: string) => siteWith({ routes: [{ path: "/", redirectTo: `/${word}/` }] });

describe("docker: Nginx, a switch", function () {
  this.timeout(120_000);
  let edge: EdgeAlone;
  before(async () => {
    edge = await EdgeAlone.start();
  });
  after(() => edge.remove());

  const succeeds = async (...args: Parameters<EdgeAlone["switchTo"]>) => {
    const { exitCode, stdout, stderr } = await edge.switchTo(...args);
    assert.equal(exitCode, 0, stdout + stderr);
  };

  it("from a start on, listens on each port that is held, also on one that is not used", async () => {
    await succeeds(saying("one"));
    assert.equal(await edge.sentTo(), "/one/");
    assert.match(await edge.handshake(), /unrecognized name|handshake failure/);
  });

  it("that was killed with its servers in place is undone by the next, which may go back to what was before it", async () => {
    const killed = () => Promise.reject(new Error("killed"));
    await edge.switchTo(saying("unverified"), { at: { step: "check.sh", does: killed } });
    assert.equal(await edge.sentTo(), "/unverified/");
    const { exitCode } = await edge.switchTo(saying("unverified"), { refuses: true });
    assert.equal(exitCode, 1);
    assert.equal(await edge.sentTo(), "/one/");
    await succeeds(saying("two"));
    assert.equal(await edge.sentTo(), "/two/");
  });

  it("that fails with its Nginx gone does not say that it put back what it could not", async () => {
    const gone = async (container: string) => {
      await run("docker", ["kill", container]);
      return undefined;
    };
    const { exitCode, stderr } = await edge.switchTo(saying("three"), {
      at: { step: "check.sh", does: gone },
    });
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /verification through Nginx failed, and the old configuration could not be put back yet/,
    );
    assert.doesNotMatch(stderr, /was put back|Requests still go/);
    assert.match(
      stderr,
      /-server is stopped\. To serve again as before: docker start pws-test-edge-\d+-server$/m,
    );
    await run("docker", ["start", edge.server]);
    await succeeds(saying("two"));
    assert.equal(await edge.sentTo(), "/two/");
  });

  it("takes the sockets at one door only", async () => {
    await edge.inServer("mkdir -p /etc/nginx/live/ports && ln -s /var/tmp/door /etc/nginx/live/ports/door");
    await edge.hold();
    await succeeds(saying("two"));
    const { stdout } = await edge.inServer(
      "for each in /proc/[0-9]*; do grep -q ^perl $each/cmdline && ls -l $each/fd; done | grep -c socket:",
      "nginx",
    );
    // One of the door, and one of each port.
    assert.equal(stdout, "3");
  });

  it("that adds TLS is answered at its port, behind a new holder of the ports", async () => {
    const { certificate, key } = makeCertificate(["site.example"]);
    await edge.hold();
    await edge.inServer(
      `cat >/etc/nginx/live/tls-1.pem <<'E'\n${certificate}${key}E\nchmod a+r /etc/nginx/live/tls-1.pem`,
    );
    const tls = { file: "/etc/nginx/live/tls-1.pem", port: edge.https, hstsSubDomains: false };
    await succeeds({ ...saying("three"), tls });
    assert.equal(await edge.handshake(), "done");
    assert.match((await edge.sentTo()) ?? "", /^https:/);
  });

  it("fails when nothing answers at a port that users come by", async () => {
    const { exitCode, stderr } = await edge.switchTo(
      "server { listen 8080; listen 127.0.0.1:8082; return 200 deaf; }",
    );
    assert.equal(exitCode, 1);
    assert.match(stderr, /8443/);
    assert.match((await edge.sentTo()) ?? "", /^https:/);
  });
});

describe("docker: Nginx, a switch from an edge that is Nginx itself", function () {
  this.timeout(120_000);
  let edge: EdgeAlone;
  before(async () => {
    edge = await EdgeAlone.start("earlier");
  });
  after(() => edge.remove());

  const switches = async (exitCode: number, ...args: Parameters<EdgeAlone["switchTo"]>) => {
    const result = await edge.switchTo(...args);
    assert.equal(result.exitCode, exitCode, result.stdout + result.stderr);
  };

  it("that fails after the ports are shared leaves it with the servers that it had", async () => {
    await switches(0, saying("one"), { to: "earlier" });
    assert.equal(await edge.sentTo(), "/one/");
    const refused = { code: 1, stdout: Buffer.alloc(0), stderr: "", both: "" };
    const at = { step: "held.sh", args: ["150"], does: () => Promise.resolve(refused) };
    await switches(1, saying("two"), { at });
    for (let turn = 0; turn < 8; turn++) assert.equal(await edge.sentTo(), "/one/");
  });

  it("can be followed by one of the earlier version, back to the same servers as then", async () => {
    await switches(0, saying("two"));
    assert.equal(await edge.sentTo(), "/two/");
    await switches(0, saying("one"), { to: "earlier" });
    await run("docker", ["stop", edge.server]);
    assert.equal(await edge.sentTo(), "/one/");
  });
});
