import { setTimeout as sleep } from "node:timers/promises";
import { Pair, seconds, type Side, sides, succeeded } from "./pair";
import type { Images } from "./reference-compose";
import type { Timing } from "./results";

/** Says which round of what runs, and what it took. */
export type Progress = (text: string) => void;

/** What the figures of the reference system share. */
export interface Rounds {
  rounds: number;
  progress: Progress;
}

/**
 * From nothing, with the images there, to a system that answers. Each round creates both from scratch, and removes each before the
 * other begins.
 */
export async function coldTiming(
  { rounds, progress }: Rounds,
  create: () => Promise<{ pair: Pair; remove: () => Promise<void> }>,
): Promise<Timing> {
  const timing: Required<Timing> = { ours: [], compose: [] };
  for (let round = 1; round <= rounds; round++)
    for (const side of inTurn(round)) {
      const { pair, remove } = await create();
      const took = await seconds(() => pair.up(side));
      timing[side].push(took);
      progress(`cold, round ${round} of ${rounds}: ${side} ${took.toFixed(2)} s`);
      await remove();
    }
  return timing;
}

/** The same command again, with nothing to do. */
export function nothingTiming(rounds: Rounds, pair: Pair): Promise<Timing> {
  return alternating("nothing to do", rounds, pair, (side) => pair.up(side));
}

/** Another setting of one service: a release of it. */
export async function releaseTiming(rounds: Rounds, pair: Pair): Promise<Timing> {
  return alternating(
    "release of one service",
    rounds,
    pair,
    (side) => pair.up(side),
    () => pair.change(),
  );
}

/** `pulumi preview`, with nothing to do. Compose has nothing like it: `up --dry-run` prints no differences. */
export async function previewTiming(rounds: Rounds, pair: Pair): Promise<Timing> {
  const preview = async () => succeeded(await pair.project.preview());
  return alternating("preview", rounds, pair, preview, () => undefined, ["ours"]);
}

/** A release as people make it, with its preview, and the way back from it. */
export async function rollbackTiming(
  { rounds, progress }: Rounds,
  pair: Pair,
): Promise<Record<"previewed" | "rollback", Timing>> {
  const previewed: number[] = [];
  const rollback: number[] = [];
  await pair.only("ours");
  for (let round = 1; round <= rounds; round++) {
    pair.change();
    previewed.push(await seconds(() => pair.upWithPreview()));
    rollback.push(await seconds(() => pair.rollback()));
    progress(
      `release and rollback, round ${round} of ${rounds}: ${previewed.at(-1)?.toFixed(2)} s, ${rollback.at(-1)?.toFixed(2)} s`,
    );
  }
  return { previewed: { ours: previewed }, rollback: { ours: rollback } };
}

/** Both in turn, the other one paused meanwhile. */
async function alternating(
  title: string,
  { rounds, progress }: Rounds,
  pair: Pair,
  work: (side: Side) => Promise<unknown>,
  prepare: () => void = () => undefined,
  measured: Side[] = sides,
): Promise<Timing> {
  const timing: Timing = {};
  for (let round = 1; round <= rounds; round++) {
    prepare();
    for (const side of inTurn(round).filter((each) => measured.includes(each))) {
      await pair.only(side);
      // What was paused catches up with its timers.
      await sleep(2000);
      const took = await seconds(() => work(side));
      (timing[side] ??= []).push(took);
      progress(`${title}, round ${round} of ${rounds}: ${side} ${took.toFixed(2)} s`);
    }
  }
  return timing;
}

/** Each begins every other round. */
export function inTurn(round: number): Side[] {
  return round % 2 === 1 ? sides : [...sides].reverse();
}

/** A pair of which both are up; our stack builds its images where they are missing. Not measured. */
export async function standingPair(pair: Pair, images?: Images): Promise<Images> {
  await pair.up("ours");
  const found = images ?? (await pair.readImages());
  pair.use(found);
  await pair.up("compose");
  return found;
}
