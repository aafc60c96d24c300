import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { say } from "../../messages/say";
import { run } from "../kernel/run";

/**
 * Whether a site answers within some milliseconds, whatever it says.
 *
 * By curl, which goes by HTTPS_PROXY and NO_PROXY and trusts the authorities of the system; Node.js itself does neither. Where there is no
 * curl, directly.
 */
export async function answers(url: string, milliseconds: number): Promise<boolean> {
  const seconds = String(milliseconds / 1000);
  const asked = await curl("--head", "--output", "/dev/null", "--max-time", seconds, url);
  if (asked) return asked.exitCode === 0;
  return fetch(url, { method: "HEAD", signal: AbortSignal.timeout(milliseconds) }).then(
    () => true, // any HTTP answer, a refusal included, means that the site is there
    () => false,
  );
}

/**
 * Saves a file of the network.
 *
 * @throws when the site refuses it, or does not send all of it within 5 minutes
 */
export async function download(url: string, file: string): Promise<void> {
  // A line that trickles is worth no more patience than this.
  const seconds = 300;
  const got = await curl("--fail", "--location", "--output", file, "--max-time", String(seconds), url);
  if (got?.exitCode === 0) return;
  if (got) throw new Error(`${url}: ${got.stderr.trim().split("\n")[0]}`);
  const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000) });
  if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
  await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file));
}

/** Undefined where there is no curl. */
async function curl(...args: string[]) {
  const result = await run("curl", ["--silent", "--show-error", ...args], { reject: false });
  return result.exitCode === undefined ? undefined : result;
}

/**
 * Holds a downloaded file against a published list of SHA-256 sums, as `sha256sum` writes it.
 *
 * @throws when the list does not name it, or names another content
 */
export async function verifyChecksum(file: string, name: string, list: string): Promise<void> {
  const lines = readFileSync(list, "utf8").split("\n");
  const [expected] = lines.map((line) => line.trim().split(/\s+\*?/)).find(([, each]) => each === name) ?? [];
  if (expected === undefined || !/^[0-9a-f]{64}$/i.test(expected))
    throw new Error(say().toolchain.pulumi.noChecksum(name));
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found !== expected.toLowerCase())
    throw new Error(say().toolchain.pulumi.wrongChecksum({ name, expected, found }));
}
