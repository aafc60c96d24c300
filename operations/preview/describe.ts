import { removes, word, type Change } from "./change";
import type { Facts } from "./facts";
import { plainReasons } from "./reasons";
import type { Entry } from "./shape";

/** What an entry says; the rest of it comes from its kind, its section too unless it names another. */
export type Said = Partial<Omit<Entry, "resources">> & Pick<Entry, "says">;

/** Tells changes of one kind, which belong to one component, in words: as one entry, or as more. Undefined: nothing that a release does. */
export type Describe = (changes: [Change, ...Change[]], facts: Facts) => Said | Said[] | undefined;

const verbs: Record<string, string> = {
  create: "is created",
  update: "is changed in place",
  replace: "is replaced",
  delete: "is removed",
  "delete-replaced": "is removed: left by an update that did not finish",
  same: "stays as it is",
};

const scriptVerbs: Record<string, string> = {
  create: "runs",
  update: "runs again",
  replace: "runs again",
  delete: "no longer runs",
};

/** What the engine does to a resource. */
export const verb = ({ op, type }: Change) =>
  (type.endsWith(":Command") ? scriptVerbs[op] : undefined) ?? verbs[op] ?? op;

/** On a host, two containers cannot have one name or one port: such a one is stopped before its successor starts. */
export const oneAtATime = ({ next, old }: Change) =>
  !((next ?? old)?.inputs["__defaults"] as string[] | undefined)?.includes("name");

/** A volume that goes loses its data, unless the engine is told to leave it on the host. */
export function volumeWords(change: Change) {
  const name = word((change.old ?? change.next)?.inputs["name"] ?? change.name);
  const because = [...plainReasons(change), ...protection(change)];
  if (!removes(change)) return { says: `volume ${name} ${verb(change)}`, because };
  return change.old?.retainOnDelete
    ? { says: `volume ${name} no longer belongs to the stack; it stays on the host with its data`, because }
    : { says: `volume ${name} ${verb(change)}`, because, loses: [`all data on volume ${name}`] };
}

/** The engine refuses to remove what is protected; that changes without a change of the resource. */
export function protection({ old, next }: Change): string[] {
  const [before, after] = [old?.protect ?? false, next?.protect ?? false];
  if (old === undefined || next === undefined || before === after) return [];
  return [after ? "protected from now on" : "no longer protected"];
}
