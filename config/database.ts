import { z } from "zod";
import { expecting } from "./expecting";
import { Cpus, MemoryMiB, Port, ServerSetting, TimeOfDay, TimeZone } from "./values";

const kept = (what: string, usual: number) =>
  z
    .int(expecting((say) => say.wholeFrom({ min: 0, max: 1000 })))
    .min(0)
    .max(1000)
    .default(usual)
    .meta({ description: what, example: usual });

const Backups = z
  .strictObject({
    at: TimeOfDay.default("02:30").describe("When a backup is taken every day, in database.timeZone."),
    daily: kept("Days of which the newest backup is kept.", 7),
    weekly: kept("Weeks of which the newest backup is kept.", 4),
    monthly: kept("Months of which the newest backup is kept.", 6),
    restoreTestDays: kept(
      "Days after which a backup is restored into a server of its own, as a test; 0: never automatically.",
      7,
    ),
  })
  .meta({ example: { at: "02:30" } });

/** A database, as a stack file describes it. */
export const Database = z
  .strictObject({
    memory: MemoryMiB.default(512).describe("Memory limit of the container in MiB."),
    cpus: Cpus.default(1).describe("Processors' worth of time that it may use at most."),
    protect: z
      .boolean(expecting((say) => say.trueOrFalse))
      .default(true)
      .meta({
        description: "Refuse to delete the database, also in `pulumi destroy`.",
        example: true,
      }),
    localPort: Port.optional().meta({
      description: "Publish the database on this port of 127.0.0.1, for tools. Unset: no port is published.",
      example: 5432,
    }),
    timeZone: TimeZone.default("UTC").describe("Time zone of the server, by its IANA name."),
    settings: z
      .record(z.string(), ServerSetting)
      .default({})
      .meta({
        description: "Settings of the server; one that it does not know is refused before it is touched.",
        example: { max_connections: 200 },
      }),
    backups: Backups.prefault({}).describe("When the database is backed up, and what is kept."),
  })
  .meta({ example: { protect: true } });

/** What a stack file says of a database, as its component takes it. */
export function databaseArgs({
  memory,
  cpus,
  protect,
  localPort,
  timeZone,
  settings,
}: z.infer<typeof Database>) {
  return { memory, cpus, protect, localPort, timeZone, settings };
}

/** What a stack file says of backups, as their component takes it. */
export function backupsArgs({ backups }: z.infer<typeof Database>) {
  const { at, restoreTestDays, ...retention } = backups;
  return { schedule: { at }, retention, restoreTestDays };
}
