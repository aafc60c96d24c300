import { insteadLabel } from "../../components/engine/labels";
import { say } from "../../messages/say";
import { textOf, type Change } from "./change";
import { oneAtATime, type Describe, type Said } from "./describe";
import type { Facts } from "./facts";
import { containerReasons } from "./reasons";

/** The containers of a service: new ones beside the old ones, which are removed last; or instead of them. */
export const service: Describe = (changes, facts) => ({
  says: say().preview.clauses(words(changes, facts, say().preview.changes.services.replacedBeside)),
  ...costs(changes, facts),
  // What the system no longer has is removed last, after the switch.
  ...(becomes(changes, facts, "delete") && { section: "removed" }),
});

/** The container that takes backups by the clock: no request waits for it. */
export const schedule: Describe = (changes, facts) => {
  const { schedule: ofSchedule, replaced } = say().preview.changes.services;
  return {
    says: say().preview.clauses(words(changes, facts, replaced).map(ofSchedule)),
    ...costs(changes, facts),
  };
};

/** Whether the service itself is made or removed. */
const becomes = ([change]: [Change, ...Change[]], { changes }: Facts, op: string) =>
  changes.some(({ urn, op: done }) => urn === change.owner.urn && done === op);

type Counted = (count: number) => string;

/** @param beside what is said of those that are replaced by others beside them */
function words(changes: [Change, ...Change[]], facts: Facts, beside: Counted): string[] {
  const is = (op: string) => becomes(changes, facts, op);
  const texts = say().preview.changes.services;
  const said: Record<string, Counted> = {
    create: is("create") ? texts.isNew : texts.more,
    replace: changes.some(isInstead) ? texts.replacedInstead : beside,
    update: texts.changed,
    delete: is("delete") ? () => texts.removed : texts.fewer,
    "delete-replaced": texts.leftRemoved,
  };
  return [...new Set(changes.map(({ op }) => op))].map((op) => {
    const count = changes.filter((change) => change.op === op).length;
    return said[op]?.(count) ?? texts.otherwise({ count, op });
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
  return say().preview.changes.services.withoutIt({ name, stop, start });
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
      return oneAtATime(change) ? [say().preview.changes.services.fixedName(change.name)] : [];
    }),
  };
}
