import { say } from "../../messages/say";
import { differing, removes, type Change } from "./change";
import { oneAtATime, protection, verb, volumeWords, type Describe } from "./describe";
import { containerReasons, plainReasons } from "./reasons";

/** A resource that no row of the table knows: its type and what differs. */
export const anything: Describe = ([change]) => ({
  what: change.name,
  says: say().preview.changes.resource({ name: change.type, done: verb(change) }),
  because: [...plainReasons(change), ...protection(change)],
  // Not known is not the same as harmless. Scripts run beside what serves.
  interrupts:
    removes(change) && !change.type.endsWith(":Command") ? [say().preview.changes.unknownInterruption] : [],
});

export const container: Describe = ([change], facts) => ({
  what: change.name,
  says: say().preview.changes.container(verb(change)),
  because: containerReasons(change, facts.images),
  interrupts: removes(change) && oneAtATime(change) ? [say().preview.changes.untilSuccessor] : [],
});

export const volume: Describe = ([change]) => ({ what: change.name, ...volumeWords(change) });

export const network: Describe = (changes) => ({
  says: say().preview.clauses(
    changes.map((change) => say().preview.changes.host.network({ name: change.name, done: verb(change) })),
  ),
  because: changes.flatMap(plainReasons),
  interrupts: changes.some(removes) ? [say().preview.changes.host.networkCut] : [],
});

export const provider: Describe = (changes) => {
  const { otherEngine, otherDatabase, engineAddress } = say().preview.changes.host;
  const moved = changes.some((change) => change.op !== "create" && differing(change).includes("host"));
  const because = changes.flatMap(plainReasons);
  if (moved)
    return {
      says: otherEngine,
      because,
      loses: [otherDatabase],
    };
  return changes.every(({ op }) => op === "create") ? undefined : { says: engineAddress, because };
};

/** A generated secret: its value is never told. */
export const secret: Describe = (changes) => {
  const { secretDeleted, secretChanged, secretGenerated } = say().preview.changes.host;
  const said = ({ op, name }: Change) =>
    (op === "delete" ? secretDeleted : op === "update" ? secretChanged : secretGenerated)(name);
  return { says: say().preview.clauses(changes.map(said)) };
};
