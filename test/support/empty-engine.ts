import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { Client } from "../../components/engine/api/client";
import { EngineFailed } from "../../components/engine/engine";
import { thisMachine } from "../../components/preflight/machine";

const underMocks = new AsyncLocalStorage<boolean>();

/** What an engine with nothing on it answers. It does not say which one it is: so no state takes it for its own, and nothing locks it. */
const answers: Record<string, unknown> = {
  "GET /info": {},
  "GET /containers/json": [],
  "GET /volumes": { Volumes: null },
};

/**
 * Runs something for which every engine answers and has nothing, wherever it is said to be: no connection is made and no ssh started. Nor
 * does anything of this machine have a port. What it began and did not wait for goes on like that; all else finds the real ones.
 */
export function withEmptyEngine<T>(work: () => Promise<T>): Promise<T> {
  return underMocks.run(true, work);
}

/** Within that, what a test's own engine is asked. */
export function withOwnEngine<T>(work: () => T): T {
  return underMocks.run(false, work);
}

const stream = Reflect.get(Client.prototype, "stream");
const hijack = Reflect.get(Client.prototype, "hijack");
const { listening } = thisMachine;

Client.prototype.stream = async function (method, path, sent) {
  if (!underMocks.getStore()) return stream.call(this, method, path, sent);
  const body = answers[`${method} ${path}`];
  if (body === undefined) throw new EngineFailed(404, `no such thing: ${method} ${path}`);
  return Readable.from([Buffer.from(JSON.stringify(body))]) as IncomingMessage;
};

Client.prototype.hijack = async function (path, sent) {
  if (!underMocks.getStore()) return hijack.call(this, path, sent);
  throw new EngineFailed(404, `no such thing: POST ${path}`);
};

thisMachine.listening = () => (underMocks.getStore() ? new Set() : listening());
