import { readManifests, renderManifests } from "./manifests";
import { findDatabase, readArguments } from "./stack";

const usage = "npm run backups -- [--stack NAME] [--database NAME]";

/** `npm run backups`: lists those that there are. */
export async function backups(args: string[]): Promise<void> {
  const { values } = readArguments(args, {}, usage);
  const target = await findDatabase(values);
  const manifests = await readManifests(target);
  console.log(
    manifests.length === 0
      ? `There is no backup of database ${target.database} of stack ${target.stack}. npm run backup takes one.`
      : renderManifests(manifests, new Date()),
  );
}
