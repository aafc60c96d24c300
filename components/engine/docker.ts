import { EngineFailed } from "./api/failed";
import { finishNow } from "./process";
import { saidOf } from "./said";

/**
 * Asks an engine where nothing can be waited for: an answer of its API is an event of Node.js, the end of the `docker` command needs none. Gives up
 * after 300 s.
 *
 * @returns what the command printed
 * @throws EngineFailed with what it wrote to standard error
 */
export function dockerNow(environment: Record<string, string>, ...args: string[]): string {
  const { code, signal, stdout, stderr } = finishNow("docker", args, { environment, timeout: 300 });
  if (code === 0) return stdout;
  const said = saidOf(stderr, code, signal);
  throw new EngineFailed(0, `docker ${args[0] ?? ""}: ${said}`, said);
}
