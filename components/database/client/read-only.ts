import type { Engine } from "../../engine/engine";
import { dialectOf, type Target } from "./target";
import { Session, SessionEnded } from "./session";

/** Lines that a query gave, or what the database said of it. */
export type Answer = { rows: string[] } | { trouble: string };

/** Asks a query as the owner of the schema, in a session that cannot write. */
export async function askReadOnly(target: Target, engine: Engine, sql: string): Promise<Answer> {
  const dialect = dialectOf(target);
  const session = new Session(engine, target.container, target.client, dialect);
  try {
    return { rows: await session.ask(`${dialect.quiet}${dialect.readOnly}${sql.replace(/;?\s*$/, ";\n")}`) };
  } catch (error) {
    return { trouble: error instanceof SessionEnded ? error.told.message : (error as Error).message };
  } finally {
    await session.close().catch(() => undefined);
  }
}
