import { backupFolder } from "../components/database/database";
import { saidOf } from "../components/engine/docker";
import { UserError } from "../components/engine/user-error";
import { say } from "../messages/say";
import { findManifest, readManifests } from "./manifests";
import { containers, findDatabase, nameOf, databaseOptions, readArguments } from "./stack";
import { usageOf } from "./usage";

/** `npm run restore-test -- ID`: restores a backup into a server of its own and compares it with its manifest; changes nothing. */
export async function restoreTest(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args, databaseOptions, usageOf("restore-test"));
  const target = await findDatabase(values);
  const { id } = findManifest(await readManifests(target), positionals[0]);
  const [server] = await containers(target, {}, `name=^/${target.container}$`);
  const volume = server?.Mounts.find(({ Destination }) => Destination === backupFolder)?.Name ?? "";
  const { system, stack } = target;
  const [schedule] = await containers(
    target,
    { system, stack, role: "service" },
    ...[`volume=${volume}`, "status=running"],
  );
  if (!schedule) throw new UserError(say().restore.noSchedule(target.container));
  const script = ["sh", "-c", 'exec sh "$SCRIPTS/restore-test.sh"'];
  const result = await target.docker(["exec", "--env", `ID=${id}`, nameOf(schedule), ...script]);
  if (result.exitCode !== 0) throw new UserError(saidOf(result.stderr, result.exitCode));
  console.log(result.stdout);
}
