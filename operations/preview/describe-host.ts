import { differing, removes } from "./change";
import { oneAtATime, protection, verb, volumeWords, type Describe } from "./describe";
import { containerReasons, plainReasons } from "./reasons";

/** A resource that no row of the table knows: its type and what differs. */
export const anything: Describe = ([change]) => ({
  what: change.name,
  says: `${change.type} ${verb(change)}`,
  because: [...plainReasons(change), ...protection(change)],
  // Not known is not the same as harmless. Scripts run beside what serves.
  interrupts:
    removes(change) && !change.type.endsWith(":Command")
      ? ["what that interrupts is not known: pulumi preview --diff shows the change"]
      : [],
});

export const container: Describe = ([change], facts) => ({
  what: change.name,
  says: `its container ${verb(change)}`,
  because: containerReasons(change, facts.images),
  interrupts: removes(change) && oneAtATime(change) ? ["it does not run until its successor does"] : [],
});

export const volume: Describe = ([change]) => ({ what: change.name, ...volumeWords(change) });

export const network: Describe = (changes) => ({
  says: changes.map((change) => `network ${change.name} ${verb(change)}`).join("; "),
  because: changes.flatMap(plainReasons),
  interrupts: changes.some(removes)
    ? ["the containers of the stack cannot reach one another until they are recreated"]
    : [],
});

export const provider: Describe = (changes) => {
  const moved = changes.some((change) => change.op !== "create" && differing(change).includes("host"));
  const because = changes.flatMap(plainReasons);
  if (moved)
    return {
      says: "the stack moves to another Docker engine",
      because,
      loses: ["the database there is another one: no data is moved to it"],
    };
  return changes.every(({ op }) => op === "create")
    ? undefined
    : { says: "how the Docker engine is reached", because };
};

/** A generated secret: its value is never told. */
export const secret: Describe = (changes) => ({
  says: changes
    .map(
      (change) =>
        `secret ${change.name} ${change.op === "delete" ? "is deleted" : change.op === "update" ? "is changed" : "is generated"}`,
    )
    .join("; "),
});
