import assert from "node:assert/strict";
import { get } from "node:http";
import { startLoad, type LoadResult } from "../../bench/load";

/** A refused update takes a second or two, at 60 requests a second. */
const enough = 30;

/** Kept-alive connections of the clients. */
const connections = 6;

/** Does some work while kept-alive clients ask all the while. The load ends also when the work fails. */
export async function underLoad<T>(
  urls: string[],
  work: () => Promise<T>,
): Promise<{ result: T; load: LoadResult }> {
  const load = await startLoad({ urls, rate: 60, connections, timeout: 30 });
  try {
    const result = await work();
    return { result, load: await load.stop() };
  } catch (error) {
    await load.stop();
    throw error;
  }
}

/** No request failed, and there were some. */
export function served({ failed, failedUrls, good }: LoadResult): void {
  assert.deepEqual({ failed, failedUrls }, { failed: {}, failedUrls: {} });
  assert.ok(good >= enough, `only ${good} requests`);
}

/**
 * The same where an Nginx before 1.27.4 ends or reloads: it closes idle connections of clients once, and one that is just being written to is cut.
 */
export function servedButCut({ failed, good }: LoadResult): void {
  const { cut = 0, ...others } = failed;
  assert.deepEqual(others, {});
  assert.ok(cut <= connections, `${cut} cut`);
  assert.ok(good >= enough, `only ${good} requests`);
}

/** Does some work while two clients open a new connection for each request, one after the other; gives what became of the requests. */
export async function freshConnections(
  url: string,
  work: () => Promise<void>,
): Promise<{ good: number; failed: Record<string, number> }> {
  const found = { good: 0, failed: {} as Record<string, number> };
  let over = false;
  const client = async () => {
    while (!over) {
      const became = await once(url);
      if (became === "200") found.good++;
      else found.failed[became] = (found.failed[became] ?? 0) + 1;
    }
  };
  const clients = [client(), client()];
  await work().finally(() => {
    over = true;
  });
  await Promise.all(clients);
  return found;
}

function once(url: string): Promise<string> {
  return new Promise((done) => {
    const asked = get(url, { agent: false, timeout: 10_000 }, (answer) => {
      answer.on("error", ({ message }) => done(message));
      answer.on("end", () => done(String(answer.statusCode)));
      answer.resume();
    });
    asked.on("timeout", () => asked.destroy(new Error("timeout")));
    asked.on("error", ({ message }) => done(message));
  });
}
