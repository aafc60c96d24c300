import { ours } from "../../messages/command";
import { backupFolder } from "../../components/database/database";
import type { Container } from "../../components/engine/engine";
import { labelOf } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { dropCommand, finishCommand } from "../database-commands";
import { interruptedText, isUnfinished, leftoversOf, type Leftovers } from "../leftovers";
import { age, fromTheFuture, readManifests, type Manifest } from "../manifests";
import { containers, findDatabase, type StackDatabase } from "../stack";
import { duration, size } from "../text";
import { findings, type Finding } from "./finding";
import type { Context } from "../context/context";

/** How old the last backup of each database is, whether one was ever restored, and whether the schedule runs. */
export async function backups(context: Context): Promise<Finding[]> {
  const { engine, system, stack } = context;
  const databases = await containers({ engine }, { system, stack, role: "database" }, { running: true });
  const found = await Promise.all(
    databases.map(async (database) => {
      const service = labelOf(database, "service") ?? "";
      const target = await findDatabase({ database: service }, context);
      const volume = database.volumes[backupFolder] ?? "";
      const schedules = await containers(
        { engine },
        { system, stack, role: "service" },
        { running: true, volume },
      );
      const manifests = await readManifests(target);
      const left = await leftoversOf(target);
      return [
        ...judgeBackups(service, manifests, limitOf(schedules), stack),
        ...judgeLeftovers(target, left),
      ];
    }),
  );
  return found.flat();
}

/** Seconds that the newest backup may be old, as the schedule's own health check has it; undefined without a schedule. */
export function limitOf(schedules: Pick<Container, "environment">[]): number | undefined {
  const limits = schedules.flatMap(({ environment }) =>
    environment.filter((line) => line.startsWith("MAX_AGE=")).map((line) => Number(line.slice(8))),
  );
  return limits.length > 0 ? Math.min(...limits) : undefined;
}

/** What restores left: an exchange that did not end, and databases that no restore may be working on. */
export function judgeLeftovers(target: StackDatabase, { databases, interrupted }: Leftovers): Finding[] {
  const { warning, problem } = findings("backups");
  return [
    ...(interrupted === undefined
      ? []
      : [problem(say().problem.at(target.service, interruptedText(interrupted)), finishCommand(target))]),
    ...databases
      .filter(({ name }) => isUnfinished(name))
      .map(({ name, bytes }) =>
        warning(
          say().doctor.backups.leftover({
            database: target.service,
            name,
            size: size(bytes),
            drop: dropCommand(target, name),
          }),
        ),
      ),
  ];
}

/**
 * How the backups of one database are.
 *
 * @param limit seconds that the newest may be old; undefined when there is no schedule
 */
export function judgeBackups(
  database: string,
  manifests: Manifest[],
  limit: number | undefined,
  stack: string,
  now = new Date(),
): Finding[] {
  const { ok, warning, problem } = findings("backups");
  const words = say().doctor.backups;
  const future = manifests.filter((each) => fromTheFuture(each, now));
  const last = manifests.filter((each) => !future.includes(each)).at(-1);
  const take = `${ours("backup --")} --stack ${stack} --database ${database}`;
  if (!last)
    return [
      limit !== undefined
        ? warning(words.noneYet(database), take)
        : warning(words.noneScheduled({ database, take })),
    ];
  const seconds = (now.getTime() - Date.parse(last.takenAt)) / 1000;
  const text = words.last({ database, count: manifests.length, age: age(last, now) });
  const verified = manifests.some(({ verifiedAt }) => verifiedAt !== null);
  return [
    ...(future.length > 0 ? [warning(words.inFuture({ database, ids: future.map(({ id }) => id) }))] : []),
    limit !== undefined && seconds > limit
      ? problem(words.tooOld({ found: text, limit: duration(limit), take }))
      : ok(text),
    verified
      ? ok(words.tested(database))
      : warning(
          words.untested(database),
          `${ours("restore-test -- latest")} --stack ${stack} --database ${database}`,
        ),
  ];
}
