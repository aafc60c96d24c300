import { inDatabase } from "../components/backup/scripts";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { runInside, type Inside } from "./kernel/inside";
import type { StackDatabase } from "./stack";

/**
 * Takes a backup in the database's container.
 *
 * @returns its id
 */
export async function takeBackup(target: StackDatabase, reason: string): Promise<string> {
  const { stdout } = await runScript(target, "dump", { REASON: reason });
  return stdout.split("\n").at(-1) ?? "";
}

/**
 * Runs a script of components/backup in the database's container, which goes on there when this process ends.
 *
 * @throws UserError with what the script said
 */
export async function runScript(
  target: StackDatabase,
  script: Parameters<typeof inDatabase>[2],
  variables: Record<string, string>,
): Promise<Inside> {
  const command = inDatabase(target.product, target.database, script);
  const ended = await runInside(target, ["sh", "-c", command], { environment: variables });
  if (ended.code === 0) return ended;
  const { failed, mayGoOn } = say().restore.backup;
  throw new UserError(ended.isLost ? mayGoOn(ended.said) : ended.stderr || failed(script, ended.said));
}
