import { say } from "../messages/say";
import { findManifest, readManifests } from "./manifests";
import { takeBackup } from "./script";
import { findDatabase, databaseOptions, readArguments } from "./stack";
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
