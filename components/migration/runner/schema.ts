import type { Target } from "../../database/client/target";
import type { Engine } from "../../engine/engine";
import { Session } from "../../database/client/session";
import { productOf } from "../../database/products";

/** The schema of a database, a line each thing, sorted. */
export async function schemaOf(target: Target, engine: Engine): Promise<string[]> {
  const { dialect, checks } = productOf(target.product);
  const session = new Session(engine, target.container, target.client, dialect);
  try {
    // The name of a database must not be part of what is compared, nor the search path.
    return (await session.ask(dialect.quiet + checks.schema)).sort();
  } finally {
    await session.close();
  }
}

/** What two schemas do not have in common: `+` is in the database only, `-` in the files only. */
export function difference(live: string[], made: string[]): string[] {
  const [inLive, inMade] = [new Set(live), new Set(made)];
  const lines = [
    ...live.filter((line) => !inMade.has(line)).map((line) => `+ ${line}`),
    ...made.filter((line) => !inLive.has(line)).map((line) => `- ${line}`),
  ];
  return lines.sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}
