import { rollbackVariable } from "../../components/release/origin";
import type { Proof } from "../../components/release/proofs";
import type { ReleaseRecord } from "../../components/release/record";
import { noteServing, serving } from "../../components/release/serving";
import { sourceVariable } from "../../components/release/source";
import { ReleaseStore, type Kept } from "../../components/release/store";
import { UserError } from "../../components/engine/user-error";
import { problemText } from "../../messages/render";
import { say } from "../../messages/say";
import { run } from "../kernel/run";
import { confirm } from "../confirm";
import { Interrupts } from "../kernel/interrupts";
import type { Context } from "../context/context";
import { readArguments } from "../stack";
import type { StateRead } from "../kernel/state-read";
import { componentsIn, readState } from "../state";
import { usageOf } from "../usage";
import { checkOut, type Checkout } from "./checkout";
import { choose } from "./choose";
import { checkConsent, planDatabases, restoreDatabases, wasRestored, type Restored } from "./databases";
import { refuseDuringFreeze } from "./freeze";
import { keepAhead, schemaGaps, unkeepAhead, type SchemaGap } from "./schema";

const options = {
  to: { type: "string" },
  yes: { type: "boolean" },
  "keep-database": { type: "boolean" },
  "restore-database": { type: "boolean" },
  backup: { type: "string", multiple: true },
  unproven: { type: "boolean" },
} as const;

/** What is to be gone back to, and what for the database. @throws UserError that names what is wrong with the arguments */
export function readRollback(args: string[]) {
  const usage = usageOf("rollback");
  const { values, positionals } = readArguments(args, options, usage);
  const { unexpected, noNumber } = say().releases.rollback;
  const wrong = (what: string) => new UserError(say().stack.wrongCall(what, usage));
  if (positionals.length > 0) throw wrong(unexpected(positionals));
  const { to } = values;
  if (to !== undefined && !/^[1-9]\d*$/.test(to)) throw wrong(noNumber(to));
  const consent = {
    keep: values["keep-database"] ?? false,
    restore: values["restore-database"] ?? false,
    backups: values.backup ?? [],
  };
  checkConsent(consent);
  return { values, consent };
}

/**
 * `npm run rollback`: `pulumi up` with the source of an earlier release and what its stack file said of it, after saying what that means for
 * the database. Its images are on the host, so nothing is built; requests are switched as in any release.
 */
export async function rollback(args: string[], target: Context): Promise<void> {
  const { values, consent } = readRollback(args);
  refuseDuringFreeze(target);
  const store = new ReleaseStore(target);
  const kept = await store.read();
  const was = await serving(target, kept.records);
  const { from, to, notes } = choose(kept, was, values.to);
  for (const line of notes) console.log(line);
  const { state, env } = await readState(target);
  let restored: Restored[];
  const old = await checkOut(store, target, to, proofOf(state, to, values.unproven ?? false));
  const interrupts = new Interrupts();
  const texts = say().releases.rollback;
  try {
    const way = { stack: target.stack, to: to.number, at: to.startedAt };
    console.log(from === to ? texts.again(way) : texts.back({ ...way, from: from?.number }));
    await sayMissingImages(target, to);
    const gaps = await schemaGaps(state, target.engine, target.folder, old.project, to);
    const restores = await planDatabases(target, gaps, to, consent);
    const update = { ...env, [rollbackVariable]: `${to.number}`, [sourceVariable]: old.top };
    try {
      // Also before a restore: until then the preview must not take these files for lost ones.
      for (const gap of gaps) await keepAhead(gap, to.number);
      if (!(await pulumi(interrupts, old, target, update, ["preview"])))
        throw new UserError(texts.previewFailed);
      const question = texts.question(target.stack, to.number);
      await confirm(question, target.stack, values.yes ?? false, interrupts.signal);
      interrupts.check();
    } catch (error) {
      await withdraw(gaps);
      throw error;
    }
    restored = await restoreDatabases(target, restores);
    if (interrupts.signal.aborted) throw await stopped(store, target, restored, "interrupt");
    if (!(await pulumi(interrupts, old, target, update, ["up", "--yes", "--skip-preview"]))) {
      const attempt = madeSince(kept, await store.records());
      if (attempt && restored.length > 0) await store.write({ ...attempt, restored: recorded(restored) });
      throw await stopped(store, target, restored, "update", attempt);
    }
  } finally {
    interrupts.release();
    old.remove();
  }
  const records = await store.records();
  const done = madeSince(kept, records);
  if (done && (done.rollbackTo === undefined || restored.length > 0))
    await noteRollback(store, target, done, to, recorded(restored));
  const is = await serving(target, records);
  // An update that could not be recorded did something too.
  const unrecorded = is.unrecordedAfter !== undefined && was.unrecordedAfter === undefined;
  console.log(ending(to, done !== undefined || unrecorded, restored));
}

/**
 * What the state says of the source of a release.
 *
 * @throws UserError when it says nothing and the user did not say that this is known
 */
function proofOf(state: StateRead, { number }: ReleaseRecord, unproven: boolean): Proof | undefined {
  const proofs = componentsIn(state, "ReleaseProofs").flatMap((component) => component.proofs ?? []);
  const proof = proofs.find((each) => each.number === number);
  if (proof || unproven) return proof;
  throw new UserError(say().releases.rollback.unproven(number));
}

/** In each database: a failure in one is printed, and does not replace the reason for the withdrawal. */
async function withdraw(gaps: SchemaGap[]): Promise<void> {
  for (const gap of gaps)
    await unkeepAhead(gap).catch(({ message }: Error) =>
      console.error(say().problem.at(gap.job.database, message)),
    );
}

/** The record of the update that this command ran. */
const madeSince = ({ records: before }: Kept, records: ReleaseRecord[]) =>
  records.find((record) => record.number > (before.at(-1)?.number ?? 0));

/** Images that were removed are made again from the release's source, which takes longer and may not give the very same. */
async function sayMissingImages({ engine }: Context, { images = {} }: ReleaseRecord): Promise<void> {
  const found = await Promise.all(
    Object.entries(images).map(async ([name, { id }]) => ((await engine.image(id)) ? [] : [name])),
  );
  const gone = found.flat();
  if (gone.length > 0) console.log(say().releases.rollback.imagesGone(gone));
}

/** @returns whether it succeeded */
async function pulumi(
  interrupts: Interrupts,
  old: Checkout,
  { stack }: Context,
  env: Record<string, string>,
  args: string[],
): Promise<boolean> {
  const { exitCode } = await run("pulumi", [...args, "--stack", stack, "--non-interactive"], {
    ...interrupts.options,
    cwd: old.project,
    env,
    stdio: "inherit",
    reject: false,
  });
  return exitCode === 0;
}

/** What a record keeps of databases that were restored: the same words, whoever reads it. */
const recorded = (restored: Restored[]) =>
  restored.map(({ database, backup }) => `database ${database} was restored from backup ${backup}`);

/** What is so after a rollback that stopped, as it was looked at then. */
async function stopped(
  store: ReleaseStore,
  target: Context,
  restored: Restored[],
  at: "interrupt" | "update",
  attempt?: ReleaseRecord,
): Promise<UserError> {
  const { number, unrecordedAfter } = await serving(target, await store.records());
  const texts = say().releases.rollback.stopped;
  const serves =
    number !== undefined
      ? texts.serves(number)
      : unrecordedAfter !== undefined
        ? texts.unrecorded
        : texts.unknown;
  return new UserError(stoppedText(texts[at](serves), restored, suitsRestored(number, attempt?.number)));
}

/**
 * Whether what serves may be what the update of the rollback made, although it failed after the switch: the restored database is the one that it needs.
 *
 * @param serves number of the release that serves, undefined when it is not known
 * @param attempt number of the update's own release, undefined when it made none
 */
export function suitsRestored(serves: number | undefined, attempt: number | undefined): boolean {
  return attempt !== undefined && (serves === undefined || serves === attempt);
}

/** What to do about a rollback that stopped. @param suits what was restored is not known to be wrong for what serves */
export function stoppedText(found: string, restored: Restored[], suits: boolean): string {
  const { before, giveBack, again, orAgain } = say().releases.rollback.stopped;
  const { fixLine } = say().problem;
  const kept = restored.length > 0 && suits;
  const backs = restored.flatMap(({ back }) =>
    back === undefined || suits ? [] : [fixLine(giveBack(back))],
  );
  return problemText({
    what: found,
    details: [
      ...restored.map((each) => before(wasRestored(each))),
      ...backs,
      backs.length > 0 ? orAgain(kept) : fixLine(again(kept)),
    ],
  });
}

/** The program of an earlier version does not record that it was one, and none knows what was done to databases before it. */
async function noteRollback(
  store: ReleaseStore,
  target: Context,
  done: ReleaseRecord,
  to: ReleaseRecord,
  restored: string[],
): Promise<void> {
  await store.write({ ...done, rollbackTo: to.number, ...(restored.length > 0 && { restored }) });
  if (done.rollbackTo === undefined) await noteServing(target, done.number);
}

/** What is so after a rollback. @param updated whether the update did something @param restored databases that were */
export function ending({ number }: ReleaseRecord, updated: boolean, restored: Restored[]): string {
  const { beforeUpdate, serves, same } = say().releases.rollback;
  return [
    ...restored.map((each) => beforeUpdate(wasRestored(each))),
    updated ? serves(number) : same(number, restored.length > 0),
  ].join("\n");
}
