import type { StackOnEngine } from "../engine/stack-on-engine";
import { removeLockNow } from "./take";

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Releases a lock when this process ends, also by an interrupt or because its terminal goes away. Where others finish something first when they
 * are interrupted, they end the process.
 *
 * @returns releases it now
 */
export function releaseAtExit(on: StackOnEngine, id: string): () => void {
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    // A terminal that is closed right after Ctrl-C must not end this process before the lock is gone.
    removeLockNow(on, id);
    process.off("exit", release);
    for (const name of Object.keys(signals)) process.off(name, interrupted);
  };
  const interrupted = (name: keyof typeof signals) => {
    if (process.listenerCount(name) - 1 > libraryListeners()) return;
    release();
    process.exit(128 + signals[name]);
  };
  process.on("exit", release);
  for (const name of Object.keys(signals)) process.on(name, interrupted);
  return release;
}

/**
 * Listeners of the package signal-exit, by which children of this process end with it. They leave it to others to end the process, so they
 * must not be waited for.
 */
function libraryListeners(): number {
  const shared = globalThis as unknown as Record<symbol, { count?: number } | undefined>;
  return shared[Symbol.for("signal-exit emitter")]?.count ?? 0;
}
