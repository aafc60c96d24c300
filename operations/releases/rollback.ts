import type { ReleaseRecord } from "../../components/release/record";
import { ReleaseStore } from "../../components/release/store";
import { UserError } from "../../toolchain/report";
import { run } from "../../toolchain/run";
import { takeBackup } from "../backup";
import { confirm } from "../confirm";
import { readState } from "../state";
import { restore } from "../restore";
import { findDatabase, findStack, readArguments, type FoundStack } from "../stack";
import { checkOut, type Checkout } from "./checkout";
import { findRelease, previous } from "./list";
import { keepAhead, schemaGaps, type SchemaGap } from "./schema";

const usage =
  "npm run rollback -- [--to NUMBER] [--yes] [--keep-database | --restore-database] [--stack NAME]";

const options = {
  to: { type: "string" },
  yes: { type: "boolean" },
  "keep-database": { type: "boolean" },
  "restore-database": { type: "boolean" },
} as const;

/**
 * `npm run rollback`: `pulumi up` with the source and the stack file of an earlier release, after saying what that means for the database. Its
 * images are on the host, so nothing is built; requests are switched as in any release.
 */
export async function rollback(args: string[]): Promise<void> {
  const { values } = readArguments(args, options, usage);
  const target = await findStack(values);
  const store = new ReleaseStore(target);
  const records = await store.records();
  const { now, to } = chosen(records, values.to);
  const { state, env } = await readState(target.folder, target.stack);
  const old = await checkOut(store, to);
  try {
    console.log(
      `Stack ${target.stack}: from release ${now.number} back to release ${to.number}, of ${to.startedAt}.`,
    );
    await sayMissingImages(target, to);
    const gaps = await schemaGaps(state, target.folder, old.project);
    const restores = consent(gaps, to, values["keep-database"] ?? false, values["restore-database"] ?? false);
    // Also before a restore: until then the preview must not take these files for lost ones.
    for (const gap of gaps) await keepAhead(gap, to.number);
    try {
      await pulumi(old, target, env, ["preview"]);
      await confirm(
        `Type ${target.stack} to go back to release ${to.number}:`,
        target.stack,
        values.yes ?? false,
      );
    } catch (error) {
      for (const gap of gaps) await keepAhead(gap, undefined);
      throw error;
    }
    if (restores) await restoreDatabase(target, restores);
    await pulumi(old, target, env, ["up", "--yes", "--skip-preview"]);
  } finally {
    old.remove();
  }
  const done = (await store.records()).at(-1);
  if (done && done.number > now.number) await store.write({ ...done, rollbackTo: to.number });
  console.log(
    `Release ${to.number} serves again. Your files are those of the release that you left: pulumi preview shows it, pulumi up brings it back.`,
  );
}

/** From which release to which. */
function chosen(
  records: ReleaseRecord[],
  wanted: string | undefined,
): { now: ReleaseRecord; to: ReleaseRecord } {
  const now = records.filter(({ result }) => result === "succeeded").at(-1);
  if (!now)
    throw new UserError(
      "There is nothing to go back to: no release of this stack succeeded.\n  fix: npm run releases",
    );
  const to = wanted === undefined ? previous(records, now) : findRelease(records, Number(wanted));
  if (!to)
    throw new UserError(
      `There is nothing to go back to: release ${now.number} is the first.\n  fix: npm run releases`,
    );
  if (to.result !== "succeeded")
    throw new UserError(
      `Release ${to.number} never served: it ${to.result}.\n  fix: name one that did (npm run releases)`,
    );
  if (to.number === now.number)
    throw new UserError(
      `Release ${to.number} is the one that serves.\n  fix: --to an earlier one (npm run releases)`,
    );
  return { now, to };
}

/** Images that somebody removed are made again from the release's source, which takes longer and may not give the very same. */
async function sayMissingImages({ docker }: FoundStack, { images = {} }: ReleaseRecord): Promise<void> {
  const { stdout } = await docker(["image", "ls", "--all", "--quiet", "--no-trunc"]);
  const there = new Set(stdout.split("\n"));
  const gone = Object.entries(images).flatMap(([name, { id }]) => (there.has(id) ? [] : [name]));
  if (gone.length > 0)
    console.log(`Somebody removed images of it, which are taken or built again: ${gone.join(", ")}.`);
}

/**
 * Says what holds for the databases.
 *
 * @returns the backup to restore; undefined when the data stay
 * @throws UserError when the older release may not live with today's schema and nobody said what to do
 */
function consent(gaps: SchemaGap[], to: ReleaseRecord, keep: boolean, restores: boolean): string | undefined {
  const ahead = gaps.flatMap((gap) => gap.ahead.map((row) => ({ ...row, database: gap.job.database })));
  if (ahead.length === 0) {
    console.log("Database: its schema is that of the release. Nothing is done to it.");
    return undefined;
  }
  const names = ahead.map(({ name }) => name).join(", ");
  const problems = gaps.flatMap((gap) => gap.unfitting);
  const backup = ahead.find((row) => row.backup !== null)?.backup;
  if (restores) {
    if (backup == null)
      throw new UserError(
        `No backup was taken before ${ahead[0]?.name}; nothing was changed.\n  fix: npm run backups shows which there are; npm run restore -- ID restores one`,
      );
    console.log(
      `Database: backup ${backup}, from before ${names}, is restored. What was written since is lost to the release, and kept beside.`,
    );
    return backup;
  }
  if (problems.length > 0 && !keep)
    throw new UserError(
      [
        `Release ${to.number} may not be able to live with today's schema; nothing was changed.`,
        ...problems.map((line) => `  ${line}`),
        "  fix: one of",
        "    --keep-database      the release can live with it: you looked",
        `    --restore-database   go back to ${backup ?? "a backup"} from before it, after another backup: what was written since is lost`,
      ].join("\n"),
    );
  console.log(
    `Database: ${names} stay${ahead.length > 1 ? "" : "s"} applied; ${problems.length > 0 ? "you said that" : ""} release ${to.number} can live with that. No data change.`.replace(
      "  ",
      " ",
    ),
  );
  return undefined;
}

async function restoreDatabase(target: FoundStack, backup: string): Promise<void> {
  const id = await takeBackup(await findDatabase({ stack: target.stack }), "before a rollback");
  console.log(`Backup ${id} of the database as it is.`);
  await restore([backup, "--yes", "--stack", target.stack]);
}

async function pulumi(old: Checkout, { stack }: FoundStack, env: Record<string, string>, args: string[]) {
  const { exitCode } = await run("pulumi", [...args, "--stack", stack, "--non-interactive"], {
    cwd: old.project,
    env,
    stdio: "inherit",
    reject: false,
  });
  if (exitCode !== 0)
    throw new UserError(
      `The rollback stopped at pulumi ${args[0]}; what it says above names the cause. What served before still serves.`,
    );
}
