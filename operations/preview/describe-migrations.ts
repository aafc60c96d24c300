import { costOf } from "../../components/migration/sql/risks";
import type { Change } from "./change";
import { verb, type Describe } from "./describe";
import type { Facts } from "./facts";
import { plainReasons } from "./reasons";

/** The part of a runner's job that is told. */
interface Job {
  database?: string;
  backup?: string;
}

/** Migrations that a release applies, by the ledger; by the state where it could not be read. */
export function pendingOf(change: Change, { pending, unread }: Facts): string[] {
  const { database = "" } = jobOf(change);
  const found = pending.get(database);
  if (found) return found;
  const listed = unread.has(database) || change.op === "create";
  const [before, after] = [change.old, change.next].map((state) => names(state?.inputs["triggers"]));
  return listed ? (after ?? []).filter((name) => !before?.includes(name)) : [];
}

/** Whether a backup is taken before them. */
export const backsUp = (change: Change) => jobOf(change).backup !== undefined;

export const migration: Describe = ([change], facts) => {
  if (change.op === "delete") return { says: "are no longer part of the system; what they changed stays" };
  const files = pendingOf(change, facts);
  const { database = "" } = jobOf(change);
  if (files.length === 0) return { says: "the ledger is compared; no file is pending" };
  const byState = facts.unread.has(database) && change.op !== "create";
  return files.map((file) => {
    const risks = facts.risks.get(file) ?? [];
    return {
      what: file,
      says: `is applied to database ${database}${byState ? ", as far as the state knows: the ledger could not be read" : ""}`,
      because: risks.filter((line) => costOf(line) === undefined),
      interrupts: risks.filter((line) => costOf(line) === "waits"),
      loses: [
        ...risks.filter((line) => /loses|unjudged/.test(costOf(line) ?? "")),
        ...(byState ? ["what it may lose cannot be judged while the ledger cannot be read"] : []),
      ],
    };
  });
};

/** A framework's own migrations: only its command knows what is pending, and what it costs. */
export const framework: Describe = ([change]) => ({
  says:
    change.op === "delete"
      ? "the framework's own migrations are no longer run"
      : "the framework's own migrations run, after a backup where one is set; what they change is not known in advance",
  because: runs(change),
});

/** A seed, or another command that may run any number of times. */
export const task: Describe = ([change]) => ({
  says: change.op === "delete" ? "is no longer run" : change.op === "create" ? "runs" : "runs again",
  because: runs(change),
});

function runs(change: Change): string[] {
  if (change.op === "create" || change.op === "delete") return [];
  const [before = [], after = []] = [change.old, change.next].map(
    (state) => (state?.inputs["triggers"] ?? []) as unknown[],
  );
  const why = after.flatMap((value, at) => {
    if (value === before[at]) return [];
    return [
      typeof value === "string" && / files to /.test(value)
        ? "a migration is new"
        : "an image of the release is new",
    ];
  });
  const found = [...new Set(why)];
  return found.length > 0
    ? found
    : plainReasons(change).length > 0
      ? ["its own text changed"]
      : [verb(change)];
}

function jobOf({ next, old }: Change): Job {
  const text = (next ?? old)?.inputs["stdin"];
  try {
    return JSON.parse(String(text)) as Job;
  } catch {
    return {};
  }
}

const names = (triggers: unknown) =>
  Array.isArray(triggers) ? triggers.map((trigger) => String(trigger).split(" sha256:")[0] ?? "") : [];
