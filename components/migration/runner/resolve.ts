import type { Target } from "../../database/client/target";
import { locked } from "./locked";
import { UserError } from "../../engine/user-error";

/**
 * Says what became of a file that began and did not end: after it was finished by hand (`applied`), or reverted by hand
 * (`rolled back`: it runs again).
 *
 * @throws UserError when the ledger has no such file, or it is not open
 */
export async function resolve(target: Target, name: string, state: "applied" | "rolled back"): Promise<void> {
  await locked(target, async ({ session, dialect, rows }) => {
    const row = rows.find((each) => each.name === name);
    const open = rows.filter((each) => each.state === "started").map((each) => each.name);
    const which = open.length > 0 ? `To be resolved: ${open.join(", ")}.` : "No file needs to be resolved.";
    if (!row) throw new UserError(`${name} is not in the ledger of database ${target.database}. ${which}`);
    if (row.state !== "started") throw new UserError(`${name} is "${row.state}" in the ledger. ${which}`);
    await session.ask(dialect.resolve(name, state));
  });
}
