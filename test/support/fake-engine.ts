import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Engine } from "../../components/engine/engine";

/** What a test's engine answers: a status, and JSON, bytes, or nothing. */
export interface Answer {
  status?: number;
  body?: unknown;
}

/** What it was asked. */
export interface Asked {
  /** `GET /containers/app/json`, without the version and the query. */
  what: string;
  /** As `1.41`; empty for a question without one. */
  version: string;
  query: Record<string, string>;
  body: Buffer;
}

/** What a process of an `exec` does: gets its command and its input. */
export type Process = (command: string[], stdin: string, asked: ExecBody) => Outcome | Promise<Outcome>;
/** What it writes, and its exit code. `cut`: the connection ends with nothing. */
export type Outcome = { stdout?: string; stderr?: string; code: number | null; cut?: boolean };
/** What one does that is spoken with: takes its input piece by piece, and writes. Its exit code; undefined: the connection ends while it runs. */
export type Spoken = (
  input: AsyncIterable<Buffer>,
  socket: Duplex,
  asked: ExecBody,
) => Promise<number | undefined>;
/** How it is to be started. */
export interface ExecBody {
  AttachStdin: boolean;
  Cmd: string[];
  User?: string;
  Env: string[];
}

/** A piece of one of the streams of a process, as the API frames it. */
export function piece(stream: "stdout" | "stderr", text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream === "stdout" ? 1 : 2;
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** An HTTP server on a socket that answers as the API of an engine is documented to. */
export class FakeEngine {
  readonly asked: Asked[] = [];
  readonly execs: ExecBody[] = [];
  /** What it answers, by what it is asked. */
  readonly answers: Record<string, Answer | ((asked: Asked) => Answer)> = {};
  process: Process = () => ({ code: 0 });
  /** In place of {@link process}. */
  spoken: Spoken | undefined;
  /** How often it still says of a process that it runs, when what it wrote has ended. */
  lag = 0;
  readonly folder = mkdtempSync(join(tmpdir(), "pws-fake-engine-"));
  readonly socket = join(this.folder, "engine.sock");
  private readonly ended: (number | null | undefined)[] = [];
  private readonly server: Server;
  private readonly sockets = new Set<Duplex>();

  private constructor(private readonly version: string) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status = 200, body }) => {
        response.writeHead(status, { "Api-Version": this.version });
        response.end(Buffer.isBuffer(body) || body === undefined ? body : JSON.stringify(body));
      });
    });
    this.server.on("connection", (socket: Socket) => this.sockets.add(socket));
    this.server.on("upgrade", (request, socket, head) => void this.start(request, socket, head));
  }

  /** @param version of its API */
  static async start(version = "1.41"): Promise<FakeEngine> {
    const engine = new FakeEngine(version);
    await new Promise<void>((done) => engine.server.listen(engine.socket, done));
    return engine;
  }

  /** A client of it. */
  client(): Engine {
    return new Engine({ DOCKER_HOST: `unix://${this.socket}` });
  }

  /** What it was asked, without what every client asks first. */
  get questions(): string[] {
    return this.asked.map(({ what }) => what).filter((what) => what !== "GET /_ping");
  }

  /** Ends all connections, as an engine does that is started again. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Also of one that is stopped. */
  async stop(): Promise<void> {
    this.drop();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const asked = await this.read(request);
    const [, id] = /^GET \/exec\/(\d+)\/json$/.exec(asked.what) ?? [];
    if (id !== undefined) {
      const ExitCode = this.lag-- > 0 ? undefined : this.ended[Number(id)];
      return { body: { ExitCode, Running: ExitCode === undefined } };
    }
    const found = this.answers[asked.what];
    if (found !== undefined) return typeof found === "function" ? found(asked) : found;
    if (/^POST \/containers\/[^/]+\/exec$/.test(asked.what)) {
      this.execs.push(JSON.parse(asked.body.toString()) as ExecBody);
      return { status: 201, body: { Id: String(this.execs.length - 1) } };
    }
    if (asked.what === "GET /_ping") return {};
    return asked.what.startsWith("POST")
      ? { status: 204 }
      : { status: 404, body: { message: "no such thing" } };
  }

  private async read(request: IncomingMessage): Promise<Asked> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://engine");
    const [, version = "", path = ""] = /^(?:\/v([\d.]+))?(\/.*)$/.exec(pathname) ?? [];
    const body = await buffer(request);
    const asked = {
      what: `${request.method} ${path}`,
      version,
      query: Object.fromEntries(searchParams),
      body,
    };
    this.asked.push(asked);
    return asked;
  }

  /** The start of an exec: its input comes after the request, until that half of the connection ends. */
  private async start(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const [, id = "0"] = /\/exec\/(\d+)\/start$/.exec(request.url ?? "") ?? [];
    const exec = this.execs[Number(id)];
    if (exec === undefined) return void socket.destroy();
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    const length = Number(request.headers["content-length"] ?? 0);
    if (this.spoken) {
      const input = pieces(socket, head, length);
      const code = (this.ended[Number(id)] = await this.spoken(input, socket, exec));
      return void (code === undefined ? socket.destroy() : socket.end());
    }
    const stdin = exec.AttachStdin ? (await all(socket, head)).subarray(length).toString() : "";
    const { stdout, stderr, code, cut } = await this.process(exec.Cmd, stdin, exec);
    this.ended[Number(id)] = code;
    if (cut) return void socket.destroy();
    if (stdout !== undefined) socket.write(piece("stdout", stdout));
    if (stderr !== undefined) socket.write(piece("stderr", stderr));
    socket.end();
  }
}

/** What comes after the request, which is the first so many bytes. */
async function* pieces(socket: Duplex, head: Buffer, length: number): AsyncGenerator<Buffer> {
  let left = length;
  const beyond = (chunk: Buffer) => {
    const rest = chunk.subarray(left);
    left -= chunk.length - rest.length;
    return rest;
  };
  const first = beyond(head);
  if (first.length > 0) yield first;
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const rest = beyond(chunk);
    if (rest.length > 0) yield rest;
  }
}

async function all(socket: Duplex, head: Buffer): Promise<Buffer> {
  const chunks = [head];
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>)
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A fake engine and a client of it for each test of a group. */
export function eachWithEngine(use: (fake: FakeEngine, engine: Engine) => void): void {
  let fake: FakeEngine;
  let engine: Engine;
  beforeEach(async () => {
    fake = await FakeEngine.start();
    engine = fake.client();
    use(fake, engine);
  });
  afterEach(async () => {
    engine.close();
    await fake.stop();
  });
}
