import type { RunOptions } from "./run";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";

/** What a terminal, or who ends a session, sends to all of its processes. */
export const terminalSignals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Keeps what asks this process to end (Ctrl-C, SIGTERM, a terminal that goes away) until the step that runs is over, so that the lock of the stack is
 * held as long as something changes it, and what was begun is cleared away.
 */
export class Interrupts {
  private readonly asked = new AbortController();
  /** Aborts with the first of them. */
  readonly signal = this.asked.signal;
  private readonly streams = [process.stdout, process.stderr];

  constructor() {
    for (const name of terminalSignals) process.on(name, this.on);
    // Without its terminal, what is said must not end it.
    for (const stream of this.streams) stream.on("error", nothing);
  }

  /** @throws UserError when there was one */
  check(): void {
    if (this.signal.aborted) throw new UserError(say().kernel.interrupted(String(this.signal.reason)));
  }

  /**
   * How a program is run to its end, which is asked once to finish in order. It has a process group of its own: Ctrl-C on a terminal would reach it
   * a second time, which Pulumi takes for the wish to end at once.
   */
  get options(): RunOptions {
    return { detached: true, cancelSignal: this.signal, killSignal: "SIGINT", forceKillAfterDelay: false };
  }

  /** From now on they end this process again. */
  release(): void {
    for (const name of terminalSignals) process.off(name, this.on);
    for (const stream of this.streams) stream.off("error", nothing);
  }

  private readonly on = (name: NodeJS.Signals) => {
    if (this.signal.aborted) return;
    console.error(say().kernel.finishingStep(name));
    this.asked.abort(name);
  };
}

const nothing = () => undefined;
