import { parseArgs } from "node:util";
import { dialectOf } from "../../components/database/client/target";
import { readMigrations, triggerOf, type MigrationFile } from "../../components/migration/files";
import { type Job } from "../../components/migration/runner/job";
import type { Engine } from "../../components/engine/engine";
import { UserError } from "../../components/engine/user-error";
import { say } from "../../messages/say";
import type { StateRead } from "../kernel/state-read";
import type { Context } from "../context/context";
import { componentsIn, readState } from "../state";

/** What a command works on: the migrations of a stack, as its last update registered them. */
export interface Found {
  job: Job;
  /** The stack's. */
  engine: Engine;
  /** The files as they are now. */
  files: MigrationFile[];
  /** What is wrong with them. */
  mistakes: string[];
}

/** What was found by a state. */
export interface FoundInState extends Found {
  /** The state says that all of them were applied as they are now: `pulumi up` runs none of them again, and fails where the database lacks one. */
  settled: boolean;
}

/** Options of all commands. */
export interface Options {
  stack?: string;
  /** Name of the Migration, where a stack has more than one. */
  migration?: string;
  flags: Set<string>;
  words: string[];
}

/** @throws UserError that names an unknown option */
export function readOptions(args: string[], usage: string): Options {
  const flag = { type: "boolean" } as const;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        stack: { type: "string" },
        migration: { type: "string" },
        applied: flag,
        "rolled-back": flag,
        "accept-differences": flag,
        yes: flag,
      },
    });
    const { stack, migration, ...rest } = values;
    return {
      ...(stack !== undefined && { stack }),
      ...(migration !== undefined && { migration }),
      flags: new Set(Object.keys(rest)),
      words: positionals,
    };
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(". ")[0]}\n${usage}`);
  }
}

/**
 * Finds the migrations of a stack in its state: also those whose first file failed.
 *
 * @param known the state, where it was read already
 * @throws UserError when there is no stack, or none or more than one Migration
 */
export async function findMigration(
  { migration }: Pick<Options, "migration">,
  context: Context,
  known?: StateRead,
): Promise<FoundInState> {
  const state = known ?? (await readState(context)).state;
  const all = componentsIn(state, "Migration");
  const chosen = all.filter(({ name }) => migration === undefined || name === migration);
  const outputs = chosen[0];
  if (chosen.length > 1) throw new UserError(say().migrate.which(chosen.map(({ name }) => name)));
  if (!outputs?.job) throw new UserError(say().migrate.none());
  process.chdir(context.folder);
  const { files, mistakes } = readMigrations(outputs.job.folder, dialectOf(outputs.job).language);
  const job = { ...outputs.job, files: files.map(({ name, sha256 }) => ({ name, sha256 })) };
  return {
    job,
    engine: context.engine,
    files,
    mistakes,
    settled: isSettled(state, outputs.name, files),
  };
}

/** Whether the last run of a Migration in a state had these files and no other text of them. */
export function isSettled(
  { resources }: StateRead,
  migration: string,
  files: Pick<MigrationFile, "name" | "sha256">[],
): boolean {
  const run = resources.find(
    (each) => !each.delete && each.urn.endsWith(`:Migration$command:local:Command::${migration}`),
  );
  return JSON.stringify(run?.inputs?.["triggers"]) === JSON.stringify(files.map(triggerOf));
}
