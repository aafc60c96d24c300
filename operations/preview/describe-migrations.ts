import { z } from "zod";
import type { Cost } from "../../components/migration/sql/says";
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
  if (change.op === "delete") return { says: "is no longer part of the system; its schema changes stay" };
  const files = pendingOf(change, facts);
  if (files.length === 0) return { says: "the ledger is compared; no file is pending" };
  const { database = "", ledger } = facts.outlooks.get(change.owner.urn) ?? {};
  const byState = ledger?.kind === "unread" && change.op !== "create";
  const known = ledger?.kind === "read" ? ledger.pending : (ledger?.refused ?? []);
  return files.map((file) => {
    const risks = known.find(({ name }) => name === file)?.risks ?? [];
    const that = (...costs: (Cost | undefined)[]) =>
      risks.filter(({ cost }) => costs.includes(cost)).map(({ says }) => says);
    return {
      what: file,
      says: `is applied to database ${database}${byState ? ", as far as the state knows: the ledger could not be read" : ""}`,
      because: that(undefined),
      interrupts: that("waits"),
      loses: [
        ...that("loses", "unjudged"),
        ...(byState ? ["what it may lose cannot be judged while the ledger cannot be read"] : []),
      ],
    };
  });
};

/** A framework's own migrations: only its command knows what is pending, and what it costs. */
export const framework: Describe = ([change], facts) => ({
  says:
    change.op === "delete"
      ? "the framework's own migrations are no longer run"
      : "the framework's own migrations run, after a backup where one is set; what they change is not known in advance",
  because: runs(change, facts),
});

/** A seed, or another command that may run any number of times. */
export const task: Describe = ([change], facts) => ({
  says: change.op === "delete" ? "is no longer run" : change.op === "create" ? "runs" : "runs again",
  because: runs(change, facts),
});

function runs(change: Change, { outlooks }: Facts): string[] {
  if (change.op === "create" || change.op === "delete") return [];
  const [before = [], after = []] = [change.old, change.next].map(
    (state) => (state?.inputs["triggers"] ?? []) as unknown[],
  );
  const heads = new Set<unknown>([...outlooks.values()].map(({ head }) => head));
  const why = after.flatMap((value, at) => {
    if (value === before[at]) return [];
    return [heads.has(value) ? "a migration is new" : "an image of the release is new"];
  });
  const found = [...new Set(why)];
  return found.length > 0
    ? found
    : plainReasons(change).length > 0
      ? ["its own text changed"]
      : [verb(change)];
}

/** Undefined where it is only known during the release, or is a secret. */
function jobOf(state: EngineState | undefined): z.infer<typeof Job> | undefined {
  const text = state?.inputs["stdin"];
  if (typeof text !== "string" || !text.startsWith("{")) return undefined;
  return Job.parse(JSON.parse(text));
}
