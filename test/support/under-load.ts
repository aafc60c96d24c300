import assert from "node:assert/strict";
import { startLoad, type LoadResult } from "../../bench/load";

/** Does some work while kept-alive clients ask all the while. The load ends also when the work fails. */
export async function underLoad<T>(
  urls: string[],
  work: () => Promise<T>,
): Promise<{ result: T; load: LoadResult }> {
  const load = await startLoad({ urls, rate: 60, connections: 6, timeout: 30 });
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
  assert.ok(good > 100, `only ${good} requests`);
}
