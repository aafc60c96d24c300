import { say } from "../../messages/say";
import { EngineFailed } from "./api/failed";

/** Seconds in which an engine that works answers, however busy it is. */
export const patience = 30;

/** The engine gave no answer in the time that a question may take. */
export class Silent extends EngineFailed {
  constructor(message: string) {
    super(0, message);
  }
}

/**
 * Asks the engine, and waits for its answer only so long: an engine that takes a question and is silent must not stop the clock of who asks.
 * With a timer of its own: of signals that are combined, Node.js 20 may lose one that has a time.
 *
 * @param ask what it starts should end by the signal of `over`; what does not is no longer waited for
 * @throws Silent when the time is over
 */
export async function within<Answer>(
  seconds: number,
  ask: (over: AbortController) => Promise<Answer>,
): Promise<Answer> {
  const over = new AbortController();
  const ended = new Promise<never>((_, fail) =>
    over.signal.addEventListener("abort", () => fail(over.signal.reason as Error)),
  );
  const late = () => over.abort(new Silent(say().connection.silent(Math.ceil(seconds))));
  const timer = setTimeout(late, seconds * 1000);
  try {
    return await Promise.race([ask(over), ended]);
  } finally {
    clearTimeout(timer);
  }
}
