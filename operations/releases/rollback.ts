import { rollbackVariable } from "../../components/release/origin";
import type { Proof } from "../../components/release/proofs";
import type { ReleaseRecord } from "../../components/release/record";
import { noteServing, serving } from "../../components/release/serving";
import { sourceVariable } from "../../components/release/source";
import { ReleaseStore, type Kept } from "../../components/release/store";
import { UserError } from "../../components/engine/user-error";
import { run } from "../kernel/run";
import { confirm } from "../confirm";
import { Interrupts } from "../kernel/interrupts";
import { findStack, readArguments, type FoundStack } from "../stack";
import { componentsIn, readState } from "../state";
import { usageOf } from "../usage";
import { checkOut, type Checkout } from "./checkout";
import { choose } from "./choose";
import { checkConsent, planDatabases, restoreDatabases, type Restored } from "./databases";
import { refuseDuringFreeze } from "./freeze";
import { keepAhead, schemaGaps, unkeepAhead } from "./schema";

const usage = usageOf("rollback");

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
  const { values, positionals } = readArguments(args, options, usage);
  if (positionals.length > 0)
    throw new UserError(
      `Unexpected argument ${positionals.join(" ")}: --to names a release\n  usage: ${usage}`,
    );
  const { to } = values;
  if (to !== undefined && !/^[1-9]\d*$/.test(to))
    throw new UserError(`--to ${to}: expected the number of a release (npm run releases)\n  usage: ${usage}`);
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
export async function rollback(args: string[]): Promise<void> {
  const { values, consent } = readRollback(args);
  const target = await findStack(values);
  refuseDuringFreeze(target);
  const store = new ReleaseStore(target);
  const kept = await store.read();
  const was = await serving(target, kept.records);
  const { from, to, notes } = choose(kept, was, values.to);
  for (const line of notes) console.log(line);
  const { state, env } = await readState(target.folder, target.stack);
  let restored: Restored[];
  const old = await checkOut(store, target, to, proofOf(state, to, values.unproven ?? false));
  const interrupts = new Interrupts();
  try {
    console.log(
      from === to
        ? `Stack ${target.stack}: release ${to.number}, of ${to.startedAt}, is deployed again.`
        : `Stack ${target.stack}: ${from ? `from release ${from.number} ` : ""}back to release ${to.number}, of ${to.startedAt}.`,
    );
    await sayMissingImages(target, to);
    const gaps = await schemaGaps(state, target.folder, old.project, to);
    const restores = await planDatabases(target, gaps, to, consent);
    const update = { ...env, [rollbackVariable]: `${to.number}`, [sourceVariable]: old.top };
    try {
      // Also before a restore: until then the preview must not take these files for lost ones.
      for (const gap of gaps) await keepAhead(gap, to.number);
      if (!(await pulumi(interrupts, old, target, update, ["preview"])))
        throw new UserError(
          "The rollback stopped at its preview, which names the cause; nothing was changed.",
        );
      const question = `Type ${target.stack} to go back to release ${to.number}:`;
      await confirm(question, target.stack, values.yes ?? false, interrupts.signal);
      interrupts.check();
    } catch (error) {
      for (const gap of gaps) await unkeepAhead(gap);
      throw error;
    }
    restored = await restoreDatabases(target.stack, restores);
    if (interrupts.signal.aborted)
      throw await stopped(store, target, restored, "by an interrupt, before pulumi up");
    if (!(await pulumi(interrupts, old, target, update, ["up", "--yes", "--skip-preview"]))) {
      const attempt = madeSince(kept, await store.records());
      if (attempt && restored.length > 0) await store.write({ ...attempt, restored: words(restored) });
      throw await stopped(store, target, restored, "at pulumi up, which names the cause", attempt);
    }
  } finally {
    interrupts.release();
    old.remove();
  }
  const records = await store.records();
  const done = madeSince(kept, records);
  if (done && (done.rollbackTo === undefined || restored.length > 0))
    await noteRollback(store, target, done, to, words(restored));
  const is = await serving(target, records);
  // An update that could not be recorded did something too.
  const unrecorded = is.unrecordedAfter !== undefined && was.unrecordedAfter === undefined;
  console.log(ending(to, done !== undefined || unrecorded, words(restored)));
}

/**
 * What the state says of the source of a release.
 *
 * @throws UserError when it says nothing and the user did not say that this is known
 */
function proofOf(state: string, { number }: ReleaseRecord, unproven: boolean): Proof | undefined {
  const proofs = componentsIn(state, "ReleaseProofs").flatMap((component) => component.proofs ?? []);
  const proof = proofs.find((each) => each.number === number);
  if (proof || unproven) return proof;
  throw new UserError(
    [
      `Nothing proves that the stored source of release ${number} is what was released: the stack's state has no hash of it; nothing was changed.`,
      "  The state keeps the hashes of the last 20 releases and of those on the way back from what serves; a release by an earlier version of these programs drops them.",
      "  fix: go back to another release (npm run releases), or, when only people whom you trust reach the host's Docker engine: --unproven",
    ].join("\n"),
  );
}

/** The record of the update that this command ran. */
const madeSince = ({ records: before }: Kept, records: ReleaseRecord[]) =>
  records.find((record) => record.number > (before.at(-1)?.number ?? 0));

/** Images that were removed are made again from the release's source, which takes longer and may not give the very same. */
async function sayMissingImages({ docker }: FoundStack, { images = {} }: ReleaseRecord): Promise<void> {
  const { stdout } = await docker(["image", "ls", "--all", "--quiet", "--no-trunc"]);
  const there = new Set(stdout.split("\n"));
  const gone = Object.entries(images).flatMap(([name, { id }]) => (there.has(id) ? [] : [name]));
  if (gone.length > 0)
    console.log(
      `Some of its images are no longer on the host, and are pulled or built again: ${gone.join(", ")}.`,
    );
}

/** @returns whether it succeeded */
async function pulumi(
  interrupts: Interrupts,
  old: Checkout,
  { stack }: FoundStack,
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

const words = (restored: Restored[]) => restored.map(({ text }) => text);

/** What is so after a rollback that stopped, as it was looked at then. */
async function stopped(
  store: ReleaseStore,
  target: FoundStack,
  restored: Restored[],
  where: string,
  attempt?: ReleaseRecord,
): Promise<UserError> {
  const { number, unrecordedAfter } = await serving(target, await store.records());
  const serves =
    number !== undefined
      ? `Release ${number} serves.`
      : unrecordedAfter !== undefined
        ? "What serves could not be recorded."
        : "Which release serves is not known.";
  const found = `The rollback stopped ${where}. ${serves}`;
  return new UserError(stoppedText(found, restored, suitsRestored(number, attempt?.number)));
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
  const how =
    restored.length > 0 && suits
      ? "run the rollback again without --restore-database and --backup"
      : "run the same rollback again";
  const again = `once the cause is fixed, ${how} (npm run releases shows what serves)`;
  const backs = restored.flatMap(({ back }) =>
    back === undefined || suits ? [] : [`  fix: give the release that serves its database back: ${back}`],
  );
  return [
    found,
    ...restored.map(({ text }) => `  Before that, ${text}.`),
    ...backs,
    backs.length > 0 ? `  or ${again}` : `  fix: ${again}`,
  ].join("\n");
}

/** The program of an earlier version does not record that it was one, and none knows what was done to databases before it. */
async function noteRollback(
  store: ReleaseStore,
  target: FoundStack,
  done: ReleaseRecord,
  to: ReleaseRecord,
  restored: string[],
): Promise<void> {
  await store.write({ ...done, rollbackTo: to.number, ...(restored.length > 0 && { restored }) });
  if (done.rollbackTo === undefined) await noteServing(target, done.number);
}

/** What is so after a rollback. @param updated whether the update did something @param restored databases that were, in words */
export function ending(to: ReleaseRecord, updated: boolean, restored: string[]): string {
  const before = restored.map((line) => `Before the update, ${line}.\n`).join("");
  const rest = restored.length > 0 ? "nothing else was changed" : "nothing was changed";
  return updated
    ? `${before}Release ${to.number} serves again. Your files are still those of the release that you left: pulumi preview shows the difference, pulumi up deploys it again.`
    : `${before}Release ${to.number} does not differ from what serves, so ${rest}: see npm run releases.`;
}
