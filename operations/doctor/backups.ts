import { labelPrefix } from "../../components/labels";
import { backupFolder } from "../../components/backup/scripts";
import { age, readManifests, type Manifest } from "../manifests";
import { containers, findDatabase } from "../stack";
import { findings, type Finding } from "./finding";
import type { Subject } from "./subject";

/** How old the last backup of each database is, whether one was ever restored, and whether the schedule runs. */
export async function backups({ docker, system, stack }: Subject): Promise<Finding[]> {
  const databases = await containers({ docker }, { system, stack, role: "database" }, "status=running");
  const found = await Promise.all(
    databases.map(async ({ Config, Mounts }) => {
      const service = Config.Labels[`${labelPrefix}.service`] ?? "";
      const target = await findDatabase({ stack, database: service });
      const volume = Mounts.find(({ Destination }) => Destination === backupFolder)?.Name ?? "";
      const schedules = await containers(
        { docker },
        { system, stack, role: "service" },
        ...[`volume=${volume}`, "status=running"],
      );
      return judge(service, await readManifests(target), schedules.length > 0, stack);
    }),
  );
  return found.flat();
}

/** How the backups of one database are. */
export function judge(
  database: string,
  manifests: Manifest[],
  scheduled: boolean,
  stack: string,
  now = new Date(),
): Finding[] {
  const { ok, warning, problem } = findings("backups");
  const last = manifests.at(-1);
  const take = `npm run backup -- --stack ${stack} --database ${database}`;
  if (!last)
    return [
      scheduled
        ? warning(`${database} has none yet`, take)
        : warning(`${database} has none, and no schedule takes any`, `${take}; then a Backups in index.ts`),
    ];
  const hours = (now.getTime() - Date.parse(last.takenAt)) / 3_600_000;
  const text = `${database}: the last of ${manifests.length} is ${age(last, now)} old`;
  const verified = manifests.some(({ verifiedAt }) => verifiedAt !== null);
  return [
    hours > 26 && scheduled
      ? problem(text, `${take}; docker logs of its schedule says why none was taken`)
      : ok(text),
    verified
      ? ok(`${database}: one was restored to prove it`)
      : warning(
          `${database}: none was ever restored to prove it`,
          `npm run restore-test -- latest --stack ${stack} --database ${database}`,
        ),
  ];
}
