import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Socket } from "node:net";

/** A WebSocket that stays open, and over which a text is sent and must come back all the while. */
export class OpenWebSocket {
  /** Texts that came back. */
  echoes = 0;
  /** Why it is not open any more; undefined while it is. */
  ended: string | undefined;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly socket: Socket) {
    socket.on("data", () => (this.echoes += 1));
    socket.on("error", ({ message }) => (this.ended ??= message));
    socket.on("close", () => (this.ended ??= "closed"));
    this.timer = setInterval(() => this.send("ping"), 100);
  }

  static open(url: string): Promise<OpenWebSocket> {
    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
      "Sec-WebSocket-Version": "13",
    };
    return new Promise((done, fail) => {
      const asked = request(url, { headers, agent: false });
      asked.on("upgrade", (_, socket) => done(new OpenWebSocket(socket)));
      asked.on("response", ({ statusCode }) => fail(new Error(`answered ${statusCode}`)));
      asked.on("error", fail).end();
    });
  }

  close(): void {
    clearInterval(this.timer);
    this.ended ??= "closed by the test";
    this.socket.destroy();
  }

  private send(text: string): void {
    if (this.ended !== undefined) return;
    const mask = randomBytes(4);
    const masked = Buffer.from(text).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
    this.socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | text.length]), mask, masked]));
  }
}
