import type { StackOnEngine } from "../engine/stack-on-engine";
import { ifPossible, type Engine } from "../engine/engine";
import { labelled, labelOf } from "../engine/labels";
import { withEngine } from "../engine/with-engine";
import type { ReleaseRecord } from "./record";
import { serving } from "./serving";
import { ReleaseStore } from "./store";
import { wayBack } from "./way-back";

/** How much is kept. */
export interface Retention {
  /** Releases that can be gone back to without building or pulling anything. Default 3. */
  releases?: number;
  /** Hours after which an image counts as old: another stack's update may be about to use a younger one. Default 1. */
  hours?: number;
}

/**
 * Removes images of old releases of a system from a host: those that its releases were made of, that have no other names than this system's,
 * and that neither its last releases, nor any release of another system, nor any container needs.
 *
 * While another system is being released only what this one built is removed: what that one is about to take is not recorded yet.
 */
export function pruneImages(args: StackOnEngine, retention: Retention, now: Date): Promise<void> {
  return withEngine(args.environment, (engine) => prune(engine, args, retention, now));
}

async function prune(
  engine: Engine,
  { environment, system }: StackOnEngine,
  retention: Retention,
  now: Date,
): Promise<void> {
  const stacks = await stacksOn(engine, environment);
  const own = await read(stacks.filter((stack) => stack.system === system));
  const others = await read(stacks.filter((stack) => stack.system !== system));
  const all = others.flatMap(({ records }) => records);
  const busy = all.some((record) => record.result === "started" && isRecent(record, retention, now));
  // Those of all containers of the host, running or not.
  const used = (await engine.containers([])).map(({ image }) => image);
  const needed = new Set([...all.flatMap(idsOf), ...used]);
  const { built, taken } = ownNames(
    system,
    stacks,
    own.flatMap(({ records }) => records),
  );
  for (const id of superfluous(own, retention, now)) {
    if (needed.has(id)) continue;
    const names = (await engine.image(id))?.names;
    if (!names?.every((name) => built(name) || taken(name))) continue;
    if (busy && !(names.length > 0 && names.every(built))) continue;
    // One that has several names is not removed by its id; one that something needs all the same is refused, and stays.
    for (const name of names.length > 0 ? names : [id]) await ifPossible(engine.removeImage(name));
  }
}

/** What is known of the releases of a stack. */
export interface StackReleases {
  records: ReleaseRecord[];
  /** Number of the one that serves. */
  serving: number | undefined;
}

function read(stacks: StackOnEngine[]): Promise<StackReleases[]> {
  return Promise.all(
    stacks.map(async (stack) => {
      const records = await new ReleaseStore(stack).records();
      const { number, unrecordedAfter } = await serving(stack, records);
      return { records, serving: number ?? unrecordedAfter };
    }),
  );
}

/** Ids of images that no recent release of any stack is made of, and none that a rollback would go to from what serves. */
export function superfluous(stacks: StackReleases[], retention: Retention, now: Date): string[] {
  const { releases = 3 } = retention;
  const kept = stacks.flatMap(({ records, serving: number }) => [
    ...wayBack(records, number).slice(0, releases),
    ...records.filter(({ result }) => result === "succeeded").slice(-releases),
    ...records.filter((record) => isRecent(record, retention, now)),
  ]);
  const needed = new Set(kept.flatMap(idsOf));
  return [...new Set(stacks.flatMap(({ records }) => records).flatMap(idsOf))].filter(
    (id) => !needed.has(id),
  );
}

const idsOf = ({ images = {} }: ReleaseRecord) => Object.values(images).map(({ id }) => id);

function isRecent({ startedAt }: ReleaseRecord, { hours = 1 }: Retention, now: Date): boolean {
  return now.getTime() - Date.parse(startedAt) < hours * 3_600_000;
}

/** All stacks that were ever released on a host, of any system, by the labels of what keeps their releases. */
async function stacksOn(engine: Engine, environment: StackOnEngine["environment"]): Promise<StackOnEngine[]> {
  const volumes = await engine.volumes(labelled({ service: "releases" }));
  return volumes.flatMap((volume) => {
    const [system, stack] = [labelOf(volume, "system"), labelOf(volume, "stack")];
    return system && stack ? [{ environment, system, stack }] : [];
  });
}

/** The names that a system gives: to what it built, which are its own or have a hash of the source, and to what it took. */
function ownNames(system: string, stacks: StackOnEngine[], records: ReleaseRecord[]) {
  const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const prefixes = stacks
    .filter((stack) => stack.system === system)
    .map(({ stack }) => `${slug(`${system}-${stack}`).replace(/^-|-$/g, "")}/`);
  const recorded = new Set(
    records
      .flatMap(({ images = {} }) => Object.values(images).map(({ pinned }) => pinned.name))
      .filter((name) => /-[0-9a-f]{12}$/.test(name)),
  );
  return {
    built: (name: string) => recorded.has(name) || name.startsWith(`${system}/`),
    taken: (name: string) => prefixes.some((prefix) => name.startsWith(prefix)),
  };
}
