import { say } from "../messages/say";
import { runScript } from "./script";
import { findManifest, readManifests, renderManifests } from "./manifests";
import { leftoversOf, renderLeftovers } from "./leftovers";
import { findDatabase, databaseOptions, readArguments } from "./stack";
import { usageOf } from "./usage";

/** `npm run backups`: lists them, and what restores left; `--pin` keeps one until `--unpin` lets go of it, whatever retention says. */
export async function backups(args: string[]): Promise<void> {
  const { values } = readArguments(
    args,
    { ...databaseOptions, pin: { type: "string" }, unpin: { type: "string" } },
    usageOf("backups"),
  );
  const target = await findDatabase(values);
  const wanted = values.pin ?? values.unpin;
  if (wanted !== undefined) {
    const { id } = findManifest(await readManifests(target), wanted);
    await runScript(target, "pin", { ID: id, PINNED: String(values.pin !== undefined) });
  }
  const manifests = await readManifests(target);
  console.log(
    manifests.length === 0
      ? say().restore.backup.none(target.database, target.stack)
      : renderManifests(manifests, new Date()),
  );
  const left = renderLeftovers(target, await leftoversOf(target));
  if (left.length > 0) console.log(left.join("\n"));
}
