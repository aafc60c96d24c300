import { docker } from "./docker";
import type { ReleaseRecord } from "./record";
import { serving } from "./serving";
import { ReleaseStore, type StoreArgs } from "./store";
import { wayBack } from "./way-back";

/** How much is kept. */
export interface Retention {
  /** Releases that can be gone back to without building or pulling anything. Default 3. */
  releases?: number;
  /** Hours after which an image counts as old: another stack's update may be about to use a younger one. Default 1. */
  hours?: number;
}

/**
 * Removes images of old releases of a system from a host: those that neither the last releases of any of its stacks nor a container use. Other
 * systems' images are never named.
 */
export async function pruneImages(args: StoreArgs, retention: Retention, now = new Date()): Promise<void> {
  const stacks = await ReleaseStore.ofSystem(args);
  const all = await Promise.all(
    stacks.map(async (store) => {
      const records = await store.records();
      return { records, serving: (await serving(store.stack, records)).number };
    }),
  );
  for (const id of superfluous(all, retention, now))
    // One that a container uses is refused, and stays.
    await docker(args.environment, "image", "rm", ...(await namesOf(args, id))).catch(() => undefined);
}

/** What is known of the releases of a stack. */
export interface StackReleases {
  records: ReleaseRecord[];
  /** Number of the one that serves. */
  serving: number | undefined;
}

/** Ids of images that no recent release of any stack is made of, and none that a rollback would go to from what serves. */
export function superfluous(
  stacks: StackReleases[],
  { releases = 3, hours = 1 }: Retention,
  now: Date,
): string[] {
  const recent = (record: ReleaseRecord) => now.getTime() - Date.parse(record.startedAt) < hours * 3_600_000;
  const kept = stacks.flatMap(({ records, serving: number }) => [
    ...wayBack(records, number).slice(0, releases),
    ...records.filter(({ result }) => result === "succeeded").slice(-releases),
    ...records.filter(recent),
  ]);
  const needed = new Set(kept.flatMap(idsOf));
  return [...new Set(stacks.flatMap(({ records }) => records).flatMap(idsOf))].filter(
    (id) => !needed.has(id),
  );
}

const idsOf = ({ images = {} }: ReleaseRecord) => Object.values(images).map(({ id }) => id);

/** By all its names, because one that has several is not removed by its id. */
async function namesOf({ environment }: StoreArgs, id: string): Promise<string[]> {
  const tags = await docker(
    environment,
    "image",
    "inspect",
    "--format",
    '{{join .RepoTags "\\n"}}',
    id,
  ).catch(() => "");
  // What `npm start` built for all systems stays.
  const names = tags.split("\n").filter((name) => name !== "");
  return names.some((name) => name.startsWith("local/")) ? [] : names.length > 0 ? names : [id];
}
