import { existsSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { say } from "../messages/say";
import { cacheDir } from "../operations/kernel/paths";
import { UserError } from "../components/engine/user-error";
import { run } from "../operations/kernel/run";

/**
 * Free space that a first start needs, in GiB: building the toolchain takes 6 GB of Go caches (removed afterwards) and
 * 0.5 GB of programs, the images take 1.5 GB, npm packages 0.5 GB. `MIN_FREE_GIB` in the environment overrides it.
 */
export const minFreeGib = 10;

const gib = 1024 ** 3;

/** Free bytes for an ordinary user on the file system that holds a path, or that would hold it. */
export async function freeDisk(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(existing(path));
  return bavail * bsize;
}

/**
 * Fails early when the disk is too small.
 *
 * @param paths what is about to grow. Default: the engine's data folder, when it is on this machine, and our cache.
 * @throws UserError naming each path with what is free and what is needed.
 */
export async function checkDisk(paths?: string[], minimum = process.env["MIN_FREE_GIB"]): Promise<void> {
  const needed = parseMinimum(minimum);
  const devices = new Set<number>();
  const short: { path: string; free: string; needed: number }[] = [];
  for (const path of paths ?? [...(await dockerRoot()), cacheDir()]) {
    const { dev } = statSync(existing(path));
    if (devices.has(dev)) continue;
    devices.add(dev);
    const free = (await freeDisk(path)) / gib;
    if (free < needed) short.push({ path, free: free.toFixed(1), needed });
  }
  if (short.length > 0) throw new UserError(say().toolchain.engine.notEnoughSpace(short));
}

/** @throws UserError when it is not a number of GiB. */
export function parseMinimum(text: string | undefined): number {
  if (text === undefined || text === "") return minFreeGib;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new UserError(say().toolchain.engine.badMinimum(text));
  return value;
}

/**
 * Where the engine keeps images and volumes: what it says itself; before there is one, its usual place. Nothing for an
 * engine on another machine, whose disk cannot be seen from here.
 */
async function dockerRoot(): Promise<string[]> {
  const ask = async (...args: string[]) => {
    const asked = await run("docker", args, { reject: false, timeout: 5_000 }).catch(() => undefined);
    return asked?.stdout.trim();
  };
  const address = await ask("context", "inspect", "--format", "{{.Endpoints.docker.Host}}");
  if (address && !address.startsWith("unix://")) return [];
  return [(await ask("info", "--format", "{{.DockerRootDir}}")) || "/var/lib/docker"];
}

/** The path or the nearest folder above it that exists. */
function existing(path: string): string {
  const full = resolve(path);
  return existsSync(full) ? full : existing(dirname(full));
}
