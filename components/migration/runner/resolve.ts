import { say } from "../../../messages/say";
import type { Target } from "../../database/client/target";
import type { Engine } from "../../engine/engine";
import { locked } from "./locked";
import { UserError } from "../../engine/user-error";

/**
 * Says what became of a file that began and did not end: after it was finished by hand (`applied`), or reverted by hand
 * (`rolled back`: it runs again).
 *
 * @throws UserError when the ledger has no such file, or it is not open
 */
export async function resolve(
  target: Target,
  engine: Engine,
  name: string,
  state: "applied" | "rolled back",
): Promise<void> {
  await locked(target, engine, async ({ session, dialect, rows }) => {
    const row = rows.find((each) => each.name === name);
    const open = rows.filter((each) => each.state === "started").map((each) => each.name);
    const texts = say().migration.runner;
    if (!row) throw new UserError(texts.notInLedger({ name, database: target.database, open }));
    if (row.state !== "started") throw new UserError(texts.notOpen({ name, state: row.state, open }));
    await session.ask(dialect.resolve(name, state));
  });
}
