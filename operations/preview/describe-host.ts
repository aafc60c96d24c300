import { differing, removes, word, type Change } from "./change";
import type { Describe } from "./kinds";
import { containerReasons, plainReasons } from "./reasons";

const verbs: Record<string, string> = {
  create: "is made",
  update: "is changed in place",
  replace: "is replaced",
  delete: "is removed",
  "delete-replaced": "is removed: left from an update that did not end",
  same: "stays as it is",
};

const scriptVerbs: Record<string, string> = {
  create: "runs",
  update: "runs again",
  replace: "runs again",
  delete: "is no longer run",
};

/** What the engine does to a resource. */
export const verb = ({ op, type }: Change) =>
  (type.endsWith(":Command") ? scriptVerbs[op] : undefined) ?? verbs[op] ?? op;

/** On a host, two containers cannot have one name or one port: such a one is stopped before its successor starts. */
export const oneAtATime = ({ next, old }: Change) =>
  !((next ?? old)?.inputs["__defaults"] as string[] | undefined)?.includes("name");

/** A resource that no row of the table knows: its type and what differs. */
export const anything: Describe = ([change]) => ({
  what: change.name,
  says: `${change.type} ${verb(change)}`,
  because: [...plainReasons(change), ...protection(change)],
  // Not known is not the same as harmless. Scripts run beside what serves.
  interrupts:
    removes(change) && !change.type.endsWith(":Command")
      ? ["this command does not know what that interrupts: pulumi preview --diff shows it"]
      : [],
});

export const container: Describe = ([change], facts) => ({
  what: change.name,
  says: `its container ${verb(change)}`,
  because: containerReasons(change, facts.images),
  interrupts: removes(change) && oneAtATime(change) ? ["what it does stops until its successor runs"] : [],
});

export const volume: Describe = ([change]) => ({ what: change.name, ...volumeWords(change) });

/** A volume that goes loses its data, unless the engine is told to leave it on the host. */
export function volumeWords(change: Change) {
  const name = word((change.old ?? change.next)?.inputs["name"] ?? change.name);
  const because = [...plainReasons(change), ...protection(change)];
  if (!removes(change)) return { says: `volume ${name} ${verb(change)}`, because };
  return change.old?.retainOnDelete
    ? { says: `volume ${name} no longer belongs to the stack; it stays on the host with its data`, because }
    : { says: `volume ${name} ${verb(change)}`, because, loses: [`all data on volume ${name}`] };
}

export const network: Describe = (changes) => ({
  says: changes.map((change) => `network ${change.name} ${verb(change)}`).join("; "),
  because: changes.flatMap(plainReasons),
  interrupts: changes.some(removes)
    ? ["no container of the stack reaches another one until they are made anew"]
    : [],
});

export const provider: Describe = (changes) => {
  const moved = changes.some((change) => change.op !== "create" && differing(change).includes("host"));
  const because = changes.flatMap(plainReasons);
  if (moved)
    return {
      says: "the stack moves to another Docker engine",
      because,
      loses: ["the database there is not the one of now: nothing is moved to it"],
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
        `secret ${change.name} ${change.op === "delete" ? "is forgotten" : change.op === "update" ? "is changed" : "is generated"}`,
    )
    .join("; "),
});

/** The engine refuses to remove what is protected; that changes without a change of the resource. */
export function protection({ old, next }: Change): string[] {
  const [before, after] = [old?.protect ?? false, next?.protect ?? false];
  if (old === undefined || next === undefined || before === after) return [];
  return [after ? "protected from now on" : "no longer protected"];
}
