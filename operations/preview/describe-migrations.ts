import { z } from "zod";
import type { Cost } from "../../components/migration/sql/says";
import { say } from "../../messages/say";
import type { Change } from "./change";
import type { EngineState } from "./engine";
import { verb, type Describe } from "./describe";
import type { Facts } from "./facts";
import { plainReasons } from "./reasons";

/** The part of a runner's job that is told. */
const Job = z.object({
  files: z.array(z.object({ name: z.string() })).optional(),
  backup: z.string().optional(),
});

/** Migrations that a release applies, by the ledger; by the state where it could not be read. */
export function pendingOf(change: Change, { outlooks }: Facts): string[] {
  const seen = outlooks.get(change.owner.urn);
  // Only a framework itself knows what it lacks.
  if (!seen) return [];
  const { ledger } = seen;
  if (ledger?.kind === "read") return ledger.pending.map(({ name }) => name);
  if (change.op !== "create" && ledger?.kind !== "unread") return [];
  const before = new Set(jobOf(change.old)?.files?.map(({ name }) => name));
  return seen.files.filter((name) => !before.has(name));
}

/** Whether a backup is taken before them. */
export const backsUp = (change: Change) => jobOf(change.next ?? change.old)?.backup !== undefined;

export const migration: Describe = ([change], facts) => {
  const words = say().preview.changes.migrations;
  if (change.op === "delete") return { says: words.removed };
  const files = pendingOf(change, facts);
  if (files.length === 0) return { says: words.nonePending };
  const { database = "", ledger } = facts.outlooks.get(change.owner.urn) ?? {};
  const byState = ledger?.kind === "unread" && change.op !== "create";
  const known = ledger?.kind === "read" ? ledger.pending : (ledger?.refused ?? []);
  return files.map((file) => {
    const risks = known.find(({ name }) => name === file)?.risks ?? [];
    const that = (...costs: (Cost | undefined)[]) =>
      risks.filter(({ cost }) => costs.includes(cost)).map(({ says }) => says);
    return {
      what: file,
      says: (byState ? words.appliedByState : words.applied)(database),
      because: that(undefined),
      interrupts: that("waits"),
      loses: [...that("loses", "unjudged"), ...(byState ? [words.lossUnknown] : [])],
    };
  });
};

/** A framework's own migrations: only its command knows what is pending, and what it costs. */
export const framework: Describe = ([change], facts) => {
  const { framework, frameworkRemoved } = say().preview.changes.migrations;
  return { says: change.op === "delete" ? frameworkRemoved : framework, because: runs(change, facts) };
};

/** A seed, or another command that may run any number of times. */
export const task: Describe = ([change], facts) => {
  const { removed, runs: runsFirst, runsAgain } = say().preview.changes.tasks;
  const says = change.op === "delete" ? removed : change.op === "create" ? runsFirst : runsAgain;
  return { says, because: runs(change, facts) };
};

function runs(change: Change, { outlooks }: Facts): string[] {
  if (change.op === "create" || change.op === "delete") return [];
  const { newMigration, newImage, ownText } = say().preview.changes.tasks;
  const [before = [], after = []] = [change.old, change.next].map(
    (state) => (state?.inputs["triggers"] ?? []) as unknown[],
  );
  const heads = new Set<unknown>([...outlooks.values()].map(({ head }) => head));
  const why = after.flatMap((value, at) => {
    if (value === before[at]) return [];
    return [heads.has(value) ? newMigration : newImage];
  });
  const found = [...new Set(why)];
  if (found.length > 0) return found;
  return [plainReasons(change).length > 0 ? ownText : verb(change)];
}

/** Undefined where it is only known during the release, or is a secret. */
function jobOf(state: EngineState | undefined): z.infer<typeof Job> | undefined {
  const text = state?.inputs["stdin"];
  if (typeof text !== "string" || !text.startsWith("{")) return undefined;
  return Job.parse(JSON.parse(text));
}
