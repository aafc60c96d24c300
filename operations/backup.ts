import { inDatabase } from "../components/backup/scripts";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import type { RunOptions } from "./kernel/run";
import { findManifest, readManifests } from "./manifests";
import { findDatabase, databaseOptions, readArguments, type StackDatabase } from "./stack";
import { duration, size } from "./text";
import { usageOf } from "./usage";

/** `npm run backup`: takes one now. */
export async function backup(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { ...databaseOptions, reason: { type: "string" } },
    usageOf("backup"),
  );
  const target = await findDatabase(values);
  const id = await takeBackup(target, values.reason ?? "by hand");
  const { bytes, seconds, tables } = findManifest(await readManifests(target), id);
  console.log(
    say().restore.backup.taken({
      ...{ id, database: target.database, size: size(bytes) },
      ...{ tables: Object.keys(tables).length, took: duration(seconds) },
    }),
  );
}

/**
 * Takes a backup in the database's container.
 *
 * @returns its id
 */
export async function takeBackup(target: StackDatabase, reason: string): Promise<string> {
  const { stdout } = await inContainer(target, "dump", { REASON: reason });
  return stdout.split("\n").at(-1) ?? "";
}

/**
 * Runs a script of components/backup in the database's container.
 *
 * @throws UserError with what the script said
 */
export async function inContainer(
  target: StackDatabase,
  script: Parameters<typeof inDatabase>[2],
  variables: Record<string, string>,
  options: RunOptions = {},
) {
  const env = Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const command = inDatabase(target.product, target.database, script);
  const result = await target.docker(["exec", ...env, target.container, "sh", "-c", command], options);
  if (result.exitCode !== 0)
    throw new UserError(result.stderr || say().restore.backup.noReason(script, target.container));
  return result;
}
