import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import { runInside } from "../kernel/inside";
import type { StackDatabase } from "../stack";

/** A database that a dump is loaded into, and the roles that it is loaded for. */
export interface Target extends StackDatabase {
  owner: string;
  app: string;
}

/** Runs SQL as administrator, in `database` or that of the target; the rows that it gives. */
export async function asAdmin(target: Target, sql: string, database = target.database): Promise<string[]> {
  const { container, product } = target;
  const command = ["sh", "-c", product.databases.rows(database)];
  const { code, stdout, said } = await runInside(target, command, { stdin: sql });
  if (code !== 0) throw new UserError(say().imports.reports(container, said));
  return stdout.split("\n").filter((row) => row !== "");
}

/** Tables and views of a database but the ledger of migrations and what extensions bring along. */
export function tablesIn(target: Target): Promise<string[]> {
  return asAdmin(target, target.product.databases.tables(target.database));
}

/** What a failed import would drop, or could not tell from its own: tables and views; routines and events too where it is no transaction. */
export async function contentsIn(target: Target): Promise<string[]> {
  const tables = await tablesIn(target);
  const { routines } = target.product.databases;
  return routines ? [...tables, ...(await asAdmin(target, routines(target.database)))] : tables;
}

/** Makes a database beside the target's, as empty and with the same owner and rights. What fails leaves none. */
export async function makeBeside(target: Target, name: string): Promise<void> {
  const { ask, create, from, furnish } = target.product.databases.beside;
  const found = await asAdmin(target, ask);
  await asAdmin(target, create(name, target.owner, found), from);
  if (!furnish) return;
  await asAdmin({ ...target, database: name }, furnish(target, found)).catch(async (error: unknown) => {
    // Some extensions can be in one database of a server only.
    await removeBeside(target, name);
    throw error;
  });
}

/** Removes a database that was made beside, with what a failed import left in it. */
export async function removeBeside(target: Target, name: string): Promise<void> {
  const { remove, from } = target.product.databases.beside;
  await asAdmin(target, remove(name), from);
  await revoke(target, name);
}

/** The owner has rights in the application's database only. */
export async function revoke(target: Target, name: string): Promise<void> {
  const sql = target.product.databases.beside.revoke?.(name, target.owner);
  if (sql !== undefined) await asAdmin(target, sql);
}

/** Drops all but the ledger of migrations, where a failed import is not rolled back: there was nothing else before. */
export async function dropAll(target: Target): Promise<void> {
  const { drops } = target.product.databases;
  if (!drops) return;
  const statements = await asAdmin(target, drops.ask(target.database));
  if (statements.length > 0) await asAdmin(target, drops.run(statements));
  if ((await contentsIn(target)).length > 0) throw new UserError(say().imports.notDropped(target.database));
}
