import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";

/** Opens a WebSocket, sends a text and gives what comes back. */
export function webSocketEcho(url: string, text: string): Promise<string> {
  const key = randomBytes(16).toString("base64");
  const headers = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": "13",
  };
  return new Promise((done, fail) => {
    const asked = request(url, { headers, agent: false });
    asked.on("response", (response) => {
      response.destroy();
      fail(new Error(`answered ${response.statusCode}`));
    });
    asked.on("upgrade", (response, socket) => {
      const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      assert.equal(response.headers["sec-websocket-accept"], accept);
      const mask = randomBytes(4);
      const masked = Buffer.from(text).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
      socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length]), mask, masked]));
      socket.once("data", (frame: Buffer) => {
        socket.destroy();
        done(frame.subarray(2).toString());
      });
    });
    asked.on("error", fail);
    asked.end();
  });
}
