import { say } from "../../messages/say";
import type { Target } from "../database/client/target";
import { productOf } from "../database/products";
import type { Failure, Outcome, TableCheck, Where } from "./checks";
import { askReadOnly, type Answer } from "../database/client/read-only";

/** A database, and the role that an application connects as. */
export interface AppRole {
  /** Name of the database's component. */
  name: string;
  target: Target;
  app: string;
  tables: TableCheck[];
}

/**
 * Looks whether the application's role can work with what is there: tables that were loaded by hand belong to another role, and every request
 * fails while the owner of the schema, whom the other checks ask, may do everything.
 */
export async function checkAppRole(
  { name, target, app, tables }: AppRole,
  { engine, docker }: Where,
): Promise<Outcome> {
  const start = performance.now();
  const ask = (sql: string) => askReadOnly({ ...target, client: target.admin }, engine, sql);
  const checked = tables.filter((table) => table.private !== true).map(({ table }) => table);
  const hidden = tables.filter((table) => table.private === true).map(({ table }) => table);
  const found = await lacks({ ask, target, app, checked, hidden, docker });
  const check = say().verification.check.role(app);
  const seconds = (performance.now() - start) / 1000;
  return { group: name, check, seconds, ...(found && { failure: found }) };
}

/** What is asked about a role. */
interface Question {
  ask: (sql: string) => Promise<Answer>;
  target: Target;
  app: string;
  /** Tables that it must be able to read. */
  checked: string[];
  /** Those that it may not. */
  hidden: string[];
  /** See {@link Where}. */
  docker: string;
}

async function lacks({ ask, target, app, checked, hidden, docker }: Question): Promise<Failure | undefined> {
  const { cannotWork, reads, remedy } = productOf(target.product).checks;
  const texts = say().verification.role;
  const expected = texts.works({ app, database: target.database });
  const listed = await ask(cannotWork(target.database, app, hidden));
  if ("trouble" in listed)
    return { expected, found: listed.trouble, fix: `${docker} logs ${target.container}` };
  const fix = remedy(docker, target.container, target.database, app);
  const { rows } = listed;
  if (rows.length > 0)
    return { expected, found: texts.mayNot({ names: rows.slice(0, 8), more: rows.length - 8 }), fix };
  if (!reads || checked.length === 0) return undefined;
  const answer = await ask(reads(app, checked));
  // A table that is not there is told by its own check.
  if (!("trouble" in answer) || /does not exist/.test(answer.trouble)) return undefined;
  return { expected, found: answer.trouble, fix };
}
