import { hostname, userInfo } from "node:os";
import { say } from "../../../messages/say";
import { dialectOf, type Target } from "../../database/client/target";
import type { Engine } from "../../engine/engine";
import type { LedgerRow } from "../ledger";
import type { Dialect } from "../../database/client/dialect";
import { takeMigrationLock } from "./lock";
import { UserError } from "../../engine/user-error";
import { Session, SessionEnded } from "../../database/client/session";

/** The ledger, in the order of its files. */
export async function ledgerRows(session: Session, dialect: Dialect): Promise<LedgerRow[]> {
  const rows = await session.ask(dialect.rows);
  return rows.map((row) => JSON.parse(row) as LedgerRow);
}

/** A session that holds the migration lock, and the ledger as it is then. */
export interface Locked {
  session: Session;
  dialect: Dialect;
  rows: LedgerRow[];
}

/**
 * Does something in the database under the lock that runners take.
 *
 * @param by what others read that wait for it
 * @throws UserError when the database does not answer, or the lock is held for more than `lockWait` seconds
 */
export async function locked<T>(
  target: Target,
  engine: Engine,
  work: (open: Locked) => Promise<T>,
  { lockWait = 10, by = "npm run migrate" }: { lockWait?: number; by?: string } = {},
): Promise<T> {
  const dialect = dialectOf(target);
  const session = new Session(engine, target.container, target.client, dialect);
  try {
    await session.ask(dialect.opening(`${by} by ${userInfo().username} on ${hostname()}`, lockWait));
    await takeMigrationLock(session, dialect, target, lockWait, () => undefined);
    await session.ask(dialect.ledger);
    return await work({ session, dialect, rows: await ledgerRows(session, dialect) });
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    throw new UserError(say().migration.runner.sessionRefused({ ...target, said: error.message }));
  } finally {
    await session.close();
  }
}

/** The ledger without a lock and without changing anything; undefined when there is none yet. */
export async function readLedger(target: Target, engine: Engine): Promise<LedgerRow[] | undefined> {
  const dialect = dialectOf(target);
  const session = new Session(engine, target.container, target.client, dialect);
  try {
    return (await session.ask(dialect.quiet + dialect.rows)).map((row) => JSON.parse(row) as LedgerRow);
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    if (dialect.noLedger.test(error.stderr)) return undefined;
    throw new UserError(say().migration.runner.noAnswer({ ...target, said: error.message }));
  } finally {
    await session.close();
  }
}
