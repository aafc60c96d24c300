import { productOf } from "../components/database/products";
import { UserError } from "../components/engine/user-error";
import { inContainer } from "./backup";
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
  console.log(
    `Restoring ${table ?? "what can be restored"} into the new database ${beside}; ${target.database} keeps serving.`,
  );
  const { stdout } = await inContainer(target, "restore", { ...variables, ...only });
  const whole = stdout === "";
  console.log(
    [
      whole
        ? `Nothing failed, and the number of rows of ${table ?? "every table"} matches the manifest.`
        : `Not everything could be restored:\n${stdout}`,
      `It is in database ${beside} of ${target.container}.`,
      ...(table === undefined
        ? [`To replace ${target.database} with it as it is: ${backCommand(target, beside)}`]
        : []),
      `To delete it: ${dropCommand(target, beside)}`,
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
    throw new UserError(
      `Backup ${manifest.id} has no table ${table}; nothing was changed.\n  fix: name one of: ${names.join(", ")}`,
    );
  return { COMPARED: found, ...(productOf(manifest.engine)?.backup.table(found) ?? { TABLE: found }) };
}
