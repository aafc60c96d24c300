import { say } from "../../../messages/say";
import type { Ran } from "./types";

/** The engine refused what it was asked for: the message is its own. */
export class EngineFailed extends Error {
  override readonly name = "EngineFailed";

  constructor(
    /** HTTP status of its answer; 0: there was none. */
    readonly status: number,
    message: string,
    /** What the engine, or the way to it, said: the message without our words. */
    readonly said = message,
  ) {
    super(message);
  }
}

/** The engine of an address gave no answer. */
export function noAnswer(endpoint: string, error: NodeJS.ErrnoException): EngineFailed {
  // A name with several addresses, none of which answered, has an error without a message.
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  const said = error.message || first?.message || error.code || error.name;
  return new EngineFailed(0, say().connection.noAnswer({ endpoint, said }), said);
}

/** Looks through what a long work of the engine told, a line of JSON each, for that it failed. @throws EngineFailed */
export function refuseFailed(told: Buffer): void {
  const lines = told.toString("utf8").split("\n");
  for (const line of lines.filter((each) => each.trim() !== "")) {
    const { error } = JSON.parse(line) as { error?: string };
    if (error !== undefined) throw new EngineFailed(500, error);
  }
}

/** What a question is answered with; undefined where the engine has no such thing. */
export function ifThere<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  return ifAnswered(question, (failed) => {
    if (failed.status === 404) return undefined;
    throw failed;
  });
}

/** What a question is answered with; where the engine refuses it, or does not answer, what is made of that. */
export async function ifAnswered<Answer, Otherwise>(
  question: Promise<Answer>,
  otherwise: (failed: EngineFailed) => Otherwise,
): Promise<Answer | Awaited<Otherwise>> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof EngineFailed) return await otherwise(error);
    throw error;
  }
}

/** What a question is answered with; undefined where the engine refuses it, or does not answer. */
export function ifPossible<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  return ifAnswered(question, () => undefined);
}

/** How a process ended. One that the engine refuses, or does not answer for, has no exit code and says why. */
export function outcomeOf(process: Promise<Ran>): Promise<Ran> {
  return ifAnswered(process, ({ message }) => ({
    ...{ code: null, stdout: Buffer.alloc(0), stderr: message, both: message },
  }));
}
