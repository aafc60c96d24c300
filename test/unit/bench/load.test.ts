import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type LoadOptions, startLoad } from "../../../bench/load";
import { freePort } from "../../support/project";

const options: LoadOptions = { urls: [], rate: 500, connections: 32, timeout: 1.5 };

/** A server that fails some requests in each way there is, and notes which. The first ones, which open the connections, are answered well. */
async function badServer(): Promise<{ server: Server; url: string; did: Record<string, number> }> {
  const did: Record<string, number> = {};
  let asked = 0;
  const server = createServer((incoming, answer) => {
    const note = (what: string) => (did[what] = (did[what] ?? 0) + 1);
    const number = asked++;
    if (number < options.connections) return void answer.end("warm");
    if (number % 10 === 0) {
      note("status 502");
      answer.statusCode = 502;
      answer.end("no");
    } else if (number % 7 === 0) {
      note("cut");
      incoming.socket.destroy();
    } else if (number % 11 === 0) {
      note("cut");
      incoming.socket.end();
    } else if (number % 13 === 0) {
      note("cut");
      answer.writeHead(200, { "Content-Length": 1000 });
      answer.write("the first part", () => incoming.socket.destroy());
    } else if (number % 61 === 0) note("timeout");
    else {
      note("good");
      answer.end("well");
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, did };
}

describe("the benchmark's load", function () {
  let server: Server;
  let url: string;
  let did: Record<string, number>;

  beforeEach(async () => ({ server, url, did } = await badServer()));
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("counts every failed request, by what the server did to it", async () => {
    const load = await startLoad({ ...options, urls: [url] });
    await sleep(1500);
    const { sent, unsent, good, failed, failedUrls, latencies } = await load.stop();
    assert.deepEqual({ good, ...failed }, did);
    assert.deepEqual(Object.keys(failed).sort(), ["cut", "status 502", "timeout"]);
    const lost = Object.values(failed).reduce((sum, each) => sum + each);
    assert.equal(sent, good + lost);
    assert.deepEqual(failedUrls, { [url]: lost });
    assert.equal(latencies.length, good);
    assert.ok(sent + unsent >= 745, `${sent} sent and ${unsent} not in 1.5 s at 500 a second`);
  });

  it("goes on at its rate when nothing listens any more, and counts what was refused", async () => {
    const healthy = createServer((_, answer) => answer.end("well"));
    const port = await freePort();
    await new Promise<void>((done) => healthy.listen(port, "127.0.0.1", done));
    const load = await startLoad({ ...options, urls: [`http://127.0.0.1:${port}/`] });
    await sleep(300);
    healthy.closeAllConnections();
    healthy.close();
    await sleep(600);
    const { sent, unsent, good, failed } = await load.stop();
    assert.ok(sent + unsent >= 440, `${sent} sent, ${unsent} not`);
    assert.ok((failed["refused"] ?? 0) > 50, JSON.stringify(failed));
    assert.equal(good + (failed["refused"] ?? 0) + (failed["cut"] ?? 0), sent);
  });

  it("sends nothing on a connection that waits, and counts what it did not send", async () => {
    let asked = 0;
    server.removeAllListeners("request").on("request", (_, answer: { end(): void }) => {
      if (asked++ < options.connections) answer.end();
    });
    const load = await startLoad({ ...options, urls: [url] });
    await sleep(500);
    const { sent, unsent, failed } = await load.stop();
    assert.deepEqual(
      { sent, failed },
      { sent: options.connections, failed: { timeout: options.connections } },
    );
    assert.ok(unsent > 100, `${unsent} not sent`);
  });

  it("does not begin before a server that does not answer well", async () => {
    server.removeAllListeners("request").on("request", (_, answer: { end(): void; statusCode: number }) => {
      answer.statusCode = 503;
      answer.end();
    });
    // One that does begin would go on for ever, and with it this file.
    const begun = startLoad({ ...options, urls: [url] }).then((load) => load.stop());
    await assert.rejects(begun, /status 503/);
  });
});
