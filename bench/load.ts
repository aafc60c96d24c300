import { Agent, request } from "node:http";

/** What requests are sent, and how. */
export interface LoadOptions {
  /** Addresses, asked in turn. */
  urls: string[];
  /** Requests a second. They are sent when they are due, whatever became of those before, while a connection is free. */
  rate: number;
  /** Kept-alive connections, open from the start. One that waits for an answer sends nothing: a slow server is not buried. */
  connections: number;
  /** Seconds after which an answer no longer counts. */
  timeout: number;
}

/** What became of the requests. Each is counted once: `sent` is `good` and everything in `failed`. */
export interface LoadResult {
  sent: number;
  /** Not sent when they were due, because every connection waited for an answer. */
  unsent: number;
  /** How long it went on. */
  seconds: number;
  /** Answered in full with 200 to 299. */
  good: number;
  /** By cause: `status 502`, `cut` (closed or reset before the whole answer was there), `refused` (no connection), `timeout`. */
  failed: Record<string, number>;
  /** Requests that failed, by their address. */
  failedUrls: Record<string, number>;
  /** Milliseconds from when each good request was due to the end of its answer. */
  latencies: number[];
}

/** A load that runs. */
export interface Load {
  /** Sends no more, and waits for what is under way. */
  stop(): Promise<LoadResult>;
}

/**
 * Opens the connections, then sends at a steady rate. It retries nothing: a kept-alive connection that the server closes under a
 * request is a failed request, though a browser would ask again.
 *
 * @throws Error when a first request on one of the connections is not answered well
 */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const { urls, rate, connections, timeout } = options;
  // The connection that waited longest is used next, so that all of them are in use.
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const ask = (number: number) => outcome(urls[number % urls.length] ?? "", agent, timeout * 1000);
  const first = await Promise.all(Array.from({ length: connections }, (_, number) => ask(number)));
  const trouble = first.find((each) => each !== "good");
  if (trouble) throw new Error(`Before the load: ${trouble}`);

  const result: LoadResult = {
    sent: 0,
    unsent: 0,
    seconds: 0,
    good: 0,
    failed: {},
    failedUrls: {},
    latencies: [],
  };
  const start = performance.now();
  const underWay = new Set<Promise<void>>();
  const send = async (number: number) => {
    const became = await ask(number);
    if (became === "good") {
      result.good++;
      const late = performance.now() - start - (number / rate) * 1000;
      result.latencies.push(Math.round(late * 10) / 10);
    } else {
      count(result.failed, became);
      count(result.failedUrls, urls[number % urls.length] ?? "");
    }
  };
  let due = 0;
  const tick = () => {
    const until = Math.floor(((performance.now() - start) / 1000) * rate);
    for (; due < until; due++) {
      if (underWay.size >= connections) {
        result.unsent++;
        continue;
      }
      result.sent++;
      const one = send(due);
      underWay.add(one);
      void one.finally(() => underWay.delete(one));
    }
  };
  const timer = setInterval(tick, 1);
  return {
    stop: async () => {
      clearInterval(timer);
      result.seconds = (performance.now() - start) / 1000;
      await Promise.all(underWay);
      agent.destroy();
      return result;
    },
  };
}

/** What became of one request. */
function outcome(url: string, agent: Agent, timeout: number): Promise<string> {
  return new Promise((done) => {
    const asked = request(url, { agent });
    const timer = setTimeout(() => settle("timeout"), timeout);
    // Only the first settles: what follows when a request is destroyed changes nothing.
    const settle = (became: string) => {
      clearTimeout(timer);
      done(became);
      if (became !== "good" && !became.startsWith("status")) asked.destroy();
    };
    asked.on("error", (error: NodeJS.ErrnoException) =>
      settle(error.syscall === "connect" ? "refused" : "cut"),
    );
    asked.on("response", (response) => {
      const status = response.statusCode ?? 0;
      response.on("error", () => settle("cut"));
      response.on("end", () => settle(status >= 200 && status < 300 ? "good" : `status ${status}`));
      response.resume();
    });
    asked.end();
  });
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
