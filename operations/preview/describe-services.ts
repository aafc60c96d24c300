import { insteadLabel } from "../../components/engine/labels";
import { textOf, type Change } from "./change";
import { oneAtATime, type Describe, type Said } from "./describe";
import type { Facts } from "./facts";
import { containerReasons } from "./reasons";

/** The containers of a service: new ones beside the old ones, which are removed last; or instead of them. */
export const service: Describe = (changes, facts) => ({
  says: words(changes, facts, ": each new one is healthy before it gets requests").join("; "),
  ...costs(changes, facts),
  // What the system no longer has is removed last, after the switch.
  ...(becomes(changes, facts, "delete") && { section: "removed" }),
});

/** The container that takes backups by the clock: no request waits for it. */
export const schedule: Describe = (changes, facts) => ({
  says: words(changes, facts, "")
    .map((text) => `the schedule: ${text}`)
    .join("; "),
  ...costs(changes, facts),
});

/** Whether the service itself is made or removed. */
const becomes = ([change]: [Change, ...Change[]], { changes }: Facts, op: string) =>
  changes.some(({ urn, op: done }) => urn === change.owner.urn && done === op);

/** @param beside what is said of one that runs beside the old one */
function words(changes: [Change, ...Change[]], facts: Facts, beside: string): string[] {
  const is = (op: string) => becomes(changes, facts, op);
  const said: Record<string, (count: string) => string> = {
    create: (count) => (is("create") ? `is new: ${count}` : `${count} more`),
    replace: (count) =>
      changes.some(isInstead)
        ? `${count} replaced: the old one is stopped before the new one starts`
        : `${count} replaced${beside}`,
    update: (count) => `${count} changed while running`,
    delete: (count) => (is("delete") ? "is removed, with all it answers" : `${count} fewer`),
    "delete-replaced": (count) => `${count} of an update that did not end removed`,
  };
  return [...new Set(changes.map(({ op }) => op))].map((op) => {
    const { length } = changes.filter((change) => change.op === op);
    const count = length === 1 ? "1 container" : `${length} containers`;
    return said[op]?.(count) ?? `${count}: ${op}`;
  });
}

/** The old one ends first, however the new one is to be replaced in the future. */
function isInstead({ next, old }: Change): boolean {
  const labels = (next ?? old)?.inputs["labels"];
  return (
    Array.isArray(labels) && labels.some((each: { label?: unknown }) => each.label === insteadLabel.label)
  );
}

/** How long a service is not there at most: the time that the old one may take to end, and the new one to become healthy. */
function withoutIt({ name, old, owner }: Change, { changes }: Facts): string {
  const ready = changes.find((each) => each.owner.urn === owner.urn && each.name === `${name}-ready`);
  const { TIMEOUT } = (ready?.next?.inputs["environment"] ?? {}) as { TIMEOUT?: unknown };
  const [stop, start] = [Number(old?.inputs["stopTimeout"] ?? 30), Number(textOf(TIMEOUT) || 60)];
  return `${name} is stopped before the new one starts: at most ${stop + start} s without it (${stop} s to end, ${start} s to become healthy)`;
}

function costs(changes: Change[], facts: Facts): Omit<Said, "says"> {
  const replaced = changes.filter(({ op }) => op === "replace");
  const updated = changes.filter(({ op }) => op === "update");
  return {
    because: [
      ...new Set([...replaced, ...updated].flatMap((change) => containerReasons(change, facts.images))),
    ],
    interrupts: replaced.flatMap((change) => {
      if (isInstead(change)) return [withoutIt(change, facts)];
      return oneAtATime(change)
        ? [`${change.name} has a fixed name: it stops before its successor starts`]
        : [];
    }),
  };
}
