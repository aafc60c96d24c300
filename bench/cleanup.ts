import { descendants } from "./processes";

/** Something on the engine and the disk that a run made. */
export interface Removable {
  remove(): Promise<void>;
}

const interruption = new AbortController();

/** Called before each step, so that none begins after a signal. */
export function goOn(): void {
  if (interruption.signal.aborted) throw new Error("broken off");
}

/** What must be removed however the run ends. */
export class Cleanup {
  private readonly things = new Set<Removable>();

  /** After a signal the commands under way are ended, so that the run fails, and with it comes to its clean-up. */
  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => {
        if (this.interrupted) return;
        interruption.abort();
        console.error("\nending, and removing what was made");
        for (const { id } of descendants(process.pid)) end(id);
      });
  }

  get interrupted(): boolean {
    return interruption.signal.aborted;
  }

  /** Takes a thing, and gives how to remove it. */
  own = (thing: Removable): (() => Promise<void>) => {
    this.things.add(thing);
    return async () => {
      await thing.remove();
      this.things.delete(thing);
    };
  };

  /** Removes everything that is left, also when some of it cannot be. */
  async all(): Promise<void> {
    for (const thing of this.things)
      await thing.remove().catch((error: Error) => {
        console.error(`could not be removed: ${error.message}`);
        process.exitCode = 1;
      });
    this.things.clear();
  }
}

function end(id: number): void {
  try {
    process.kill(id, "SIGINT");
  } catch {
    // It ended by itself.
  }
}
