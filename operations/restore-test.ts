import { backupFolder } from "../components/database/database";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { findManifest, readManifests } from "./manifests";
import { runInside } from "./kernel/inside";
import { answered, containers, findDatabase, databaseOptions, readArguments } from "./stack";
import { usageOf } from "./usage";

/** `npm run restore-test -- ID`: restores a backup into a server of its own and compares it with its manifest; changes nothing. */
export async function restoreTest(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, databaseOptions, usageOf("restore-test"));
  const target = await findDatabase(values);
  const { id } = findManifest(await readManifests(target), positionals[0]);
  const server = await answered(target.engine, target.engine.container(target.container));
  const { system, stack, engine } = target;
  const [schedule] = await containers(
    target,
    { system, stack, role: "service" },
    { running: true, volume: server?.volumes[backupFolder] ?? "" },
  );
  if (!schedule) throw new UserError(say().restore.noSchedule(target.container));
  const script = ["sh", "-c", 'exec sh "$SCRIPTS/restore-test.sh"'];
  const at = { engine, container: schedule.name };
  const { code, stdout, said } = await runInside(at, script, { environment: { ID: id } });
  if (code !== 0) throw new UserError(said);
  console.log(stdout);
}
