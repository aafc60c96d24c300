import { say } from "../../../messages/say";

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

/** What a question is answered with; undefined where the engine has no such thing. */
export async function ifThere<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof EngineFailed && error.status === 404) return undefined;
    throw error;
  }
}
