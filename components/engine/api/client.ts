import * as http from "node:http";
import * as https from "node:https";
import { pipeline, Readable, type Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { say } from "../../../messages/say";
import { patience } from "../within";
import { addressOf, ownSocket, type Address, type Environment } from "./address";
import { EngineFailed, noAnswer } from "./failed";
import { SshConnection } from "./ssh";

/** The newest version of the API that this knows. An older engine is asked in its own. */
const newest = "1.51";

/** What is sent. */
export interface Sent {
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON; bytes as they are. A stream that breaks off ends the request, and its error is thrown. */
  body?: object | Buffer | Readable;
  /** Ends the request, and who waits for it gets the reason. */
  signal?: AbortSignal;
}

/** How an engine is reached. */
interface Way {
  address: Address;
  agent: http.Agent;
}

/** HTTP to one engine. Connections are kept, and a process that only keeps some may end. */
export class Client {
  private found: Way | undefined;
  private version: Promise<string> | undefined;
  /** Connections that go on in both directions, which the agent no longer knows. */
  private readonly conversations = new Set<Duplex>();
  isClosed = false;

  constructor(private readonly environment: Environment) {}

  /** Ends all connections. */
  close(): void {
    this.isClosed = true;
    this.found?.agent.destroy();
    for (const socket of this.conversations) socket.destroy();
  }

  /** @returns what the engine answers, as JSON; undefined for an answer without text. @throws EngineFailed */
  async json<Answer>(method: string, path: string, sent?: Sent): Promise<Answer> {
    const text = (await this.bytes(method, path, sent)).toString("utf8");
    if (text.trim() === "") return undefined as Answer;
    try {
      return JSON.parse(text) as Answer;
    } catch (error) {
      // Something else listens there, such as a proxy with a page of its own.
      throw noAnswer(this.endpoint, error as Error);
    }
  }

  /** @throws EngineFailed */
  async bytes(method: string, path: string, sent?: Sent): Promise<Buffer> {
    try {
      return await buffer(await this.stream(method, path, sent));
    } catch (error) {
      throw this.lost(error as Error, sent);
    }
  }

  /** What a question or a connection that failed is thrown as: the reason of who ended it, what the engine refused, or that it is silent. */
  lost(error: Error, { signal, body }: Sent = {}): Error {
    if (signal?.aborted) return signal.reason as Error;
    if (body instanceof Readable && body.errored) return body.errored;
    const isOurs = [TypeError, RangeError, ReferenceError].some((kind) => error instanceof kind);
    if (error instanceof EngineFailed || isOurs) return error;
    return noAnswer(this.endpoint, error);
  }

  /** The engine's answer while it is given. @throws EngineFailed */
  async stream(method: string, path: string, sent?: Sent): Promise<http.IncomingMessage> {
    return this.answer(method, `/v${await this.negotiated()}${path}`, sent);
  }

  /** A connection that goes on in both directions, as of an `exec`. @throws EngineFailed */
  async hijack(path: string, sent: Sent): Promise<Duplex> {
    const request = this.request("POST", `/v${await this.negotiated()}${path}`, {
      ...sent,
      headers: { Connection: "Upgrade", Upgrade: "tcp" },
    });
    return new Promise((done, fail) => {
      request.on("error", (error) => fail(this.lost(error, sent)));
      request.on("upgrade", (_, socket, head) => {
        // Who reads it is told of a failure by that; until then nobody listens.
        socket.on("error", () => undefined);
        if (head.length > 0) socket.unshift(head);
        this.conversations.add(socket);
        socket.on("close", () => this.conversations.delete(socket));
        done(socket);
      });
      request.on("response", (response) => void failed(response).then(fail, fail));
    });
  }

  /** The version of the API that both know. */
  private negotiated(): Promise<string> {
    this.version ??= this.asked();
    // One that did not answer may be asked again.
    this.version.catch(() => (this.version = undefined));
    return this.version;
  }

  /** The first question of all: an engine that takes it and is silent must not be waited for without end. */
  private async asked(): Promise<string> {
    const limit = new AbortController();
    const late = () => limit.abort(this.lost(new Error(say().connection.nothingWithin(patience))));
    const timer = setTimeout(late, patience * 1000);
    try {
      const response = await this.answer("GET", "/_ping", { signal: limit.signal });
      await buffer(response);
      return older(String(response.headers["api-version"] ?? newest), newest);
    } finally {
      clearTimeout(timer);
    }
  }

  private get endpoint(): string {
    return this.environment["DOCKER_HOST"] || ownSocket;
  }

  /** Found with the first question: an engine whose certificates cannot be read is one that does not answer. @throws EngineFailed */
  private way(): Way {
    if (this.found) return this.found;
    try {
      const address = addressOf(this.environment);
      return (this.found = { address, agent: agentOf(address) });
    } catch (error) {
      throw noAnswer(this.endpoint, error as Error);
    }
  }

  private answer(method: string, path: string, sent: Sent = {}): Promise<http.IncomingMessage> {
    const request = this.request(method, path, sent);
    return new Promise((done, fail) => {
      request.on("error", (error: NodeJS.ErrnoException) => {
        // An engine that was started again has closed a connection that was kept. What only asks may be asked once more.
        const isStale = request.reusedSocket && isGone(error) && !sent.signal?.aborted;
        if (isStale && (method === "GET" || path.endsWith("/wait"))) done(this.answer(method, path, sent));
        else fail(this.lost(error, sent));
      });
      request.on("response", (response) => {
        if ((response.statusCode ?? 500) < 400) done(response);
        else void failed(response).then(fail, fail);
      });
    });
  }

  private request(
    method: string,
    path: string,
    { query = {}, body, signal, headers = {} }: Sent & { headers?: Record<string, string> },
  ): http.ClientRequest {
    const { address, agent } = this.way();
    const content = contentOf(body);
    const options: https.RequestOptions = {
      ...{ agent, method, path: path + queryText(query) },
      ...(signal && { signal }),
      ...(address.kind === "unix" && { socketPath: address.path }),
      ...(address.kind === "tcp" && { host: address.host, port: address.port, ...address.tls }),
      headers: {
        // With TLS, it is the name that the certificate is compared with.
        ...(address.kind !== "tcp" && { Host: "docker" }),
        ...(content && { "Content-Type": typeOf(body) }),
        ...(Buffer.isBuffer(content) && { "Content-Length": content.length }),
        ...headers,
      },
    };
    const isTls = address.kind === "tcp" && address.tls;
    const request = isTls ? https.request(options) : http.request(options);
    // What goes wrong with either ends both, and the request tells of it.
    if (content instanceof Readable) pipeline(content, request, () => undefined);
    else request.end(content);
    return request;
  }
}

/** A connection is closed by the other side. */
const isGone = ({ code }: NodeJS.ErrnoException) => code === "ECONNRESET" || code === "EPIPE";

/** A connection by ssh takes as long as all else: few, and kept. */
function agentOf(address: Address): http.Agent {
  if (address.kind === "tcp" && address.tls) return new https.Agent({ keepAlive: true });
  // A host refuses some of many logins that come at once.
  const agent = new http.Agent({ keepAlive: true, ...(address.kind === "ssh" && { maxSockets: 4 }) });
  if (address.kind === "ssh")
    Object.assign(agent, { createConnection: () => new SshConnection(address.url) });
  return agent;
}

/** The path of a thing, whose name may hold what a path cannot, as an image's does. */
export const at = (kind: string, name: string, ...more: string[]) =>
  `/${[kind, encodeURIComponent(name), ...more].join("/")}`;

async function failed(response: http.IncomingMessage): Promise<EngineFailed> {
  const text = (await buffer(response)).toString("utf8").trim();
  return new EngineFailed(response.statusCode ?? 500, messageIn(text) || `HTTP ${response.statusCode}`);
}

function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}

function queryText(query: NonNullable<Sent["query"]>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

const isArchive = (body: Sent["body"]) => Buffer.isBuffer(body) || body instanceof Readable;

const typeOf = (body: Sent["body"]) => (isArchive(body) ? "application/x-tar" : "application/json");

function contentOf(body: Sent["body"]): Buffer | Readable | undefined {
  if (body === undefined || Buffer.isBuffer(body) || body instanceof Readable) return body;
  return Buffer.from(JSON.stringify(body));
}

function older(one: string, other: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = [...one.split("."), ...other.split(".")].map(Number);
  return a < c || (a === c && b < d) ? one : other;
}
