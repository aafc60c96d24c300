import type { Change } from "./change";
import { oneAtATime } from "./describe-host";
import type { Facts } from "./facts";
import type { Describe, Said } from "./kinds";
import { containerReasons } from "./reasons";

/** The containers of a service: new ones beside the old ones, which are removed last. */
export const service: Describe = (changes, facts) => ({
  says: words(changes, facts).join("; "),
  ...costs(changes, facts),
});

/** The container that takes backups by the clock: no request waits for it. */
export const schedule: Describe = (changes, facts) => ({
  says: words(changes, facts)
    .map((text) => `the schedule: ${text.replace(/: each new one.*/, "")}`)
    .join("; "),
  ...costs(changes, facts),
});

function words(changes: [Change, ...Change[]], { changes: all }: Facts): string[] {
  const is = (op: string) => all.some((change) => change.urn === changes[0].owner.urn && change.op === op);
  const said: Record<string, (count: string) => string> = {
    create: (count) => (is("create") ? `is new: ${count}` : `${count} more`),
    replace: (count) => `${count} replaced: each new one is healthy before it gets requests`,
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

function costs(changes: Change[], { images }: Facts): Omit<Said, "says"> {
  const replaced = changes.filter(({ op }) => op === "replace");
  const updated = changes.filter(({ op }) => op === "update");
  return {
    because: [...new Set([...replaced, ...updated].flatMap((change) => containerReasons(change, images)))],
    interrupts: replaced
      .filter(oneAtATime)
      .map(({ name }) => `${name} has a fixed name: it stops before its successor starts`),
  };
}
