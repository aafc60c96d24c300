import { productOf } from "../components/database/products";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { runScript } from "./script";
import { backCommand, dropCommand } from "./database-commands";
import type { Manifest } from "./manifests";
import type { StackDatabase } from "./stack";

/**
 * Restores what can be restored into a new database beside, lists all that could not, and stops there: for the day on which a backup
 * does not restore as a whole, or when one table is wanted.
 *
 * @param table restore only the rows of this one
 */
export async function restoreBeside(
  target: StackDatabase,
  manifest: Manifest,
  beside: string,
  table?: string,
): Promise<void> {
  const variables = { ID: manifest.id, TARGET: beside, BESIDE: "yes" };
  const only = table === undefined ? {} : tableVariables(manifest, table);
  const texts = say().restore.beside;
  console.log(texts.begins({ table, beside, database: target.database }));
  const { stdout } = await runScript(target, "restore", { ...variables, ...only });
  const whole = stdout === "";
  console.log(
    [
      whole ? texts.whole(table) : texts.partial(stdout),
      texts.where(beside, target.container),
      ...(table === undefined ? [texts.toReplace(target.database, backCommand(target, beside))] : []),
      say().restore.toDelete(dropCommand(target, beside)),
    ].join("\n"),
  );
}

/**
 * A table as components/backup/restore.sh takes it: its name in the manifest, its own name, and its schema where there are schemas.
 *
 * @throws UserError naming those that the backup has
 */
export function tableVariables(manifest: Manifest, table: string): Record<string, string> {
  const names = Object.keys(manifest.tables);
  const found = names.find((name) => name === table) ?? names.find((name) => name === `public.${table}`);
  if (found === undefined)
    throw new UserError(say().restore.beside.noTable({ backup: manifest.id, table, tables: names }));
  return { COMPARED: found, ...(productOf(manifest.engine)?.backup.table(found) ?? { TABLE: found }) };
}
