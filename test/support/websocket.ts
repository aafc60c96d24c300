import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";

/** Opens a WebSocket, sends a text and gives what comes back. */
export async function webSocketEcho(url: string, text: string): Promise<string> {
  return (await openWebSocket(url))(text);
}

/** Opens a WebSocket. What it gives sends a text on it, and gives what comes back. */
export function openWebSocket(url: string): Promise<(text: string) => Promise<string>> {
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
      socket.on("error", () => undefined);
      done((text) => echo(socket, text));
    });
    asked.on("error", fail);
    asked.end();
  });
}

function echo(socket: Duplex, text: string): Promise<string> {
  const mask = randomBytes(4);
  const masked = Buffer.from(text).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return new Promise((done, fail) => {
    socket.once("close", () => fail(new Error("the WebSocket was closed")));
    socket.once("data", (frame: Buffer) => {
      done(frame.subarray(2).toString());
      socket.destroy();
    });
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length]), mask, masked]));
  });
}
