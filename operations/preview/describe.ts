import { say } from "../../messages/say";
import { removes, word, type Change } from "./change";
import type { Facts } from "./facts";
import { plainReasons } from "./reasons";
import type { Entry } from "./shape";

/** What an entry says; the rest of it comes from its kind, its section too unless it names another. */
export type Said = Partial<Omit<Entry, "resources">> & Pick<Entry, "says">;

/** Tells changes of one kind, which belong to one component, in words: as one entry, or as more. Undefined: nothing that a release does. */
export type Describe = (changes: [Change, ...Change[]], facts: Facts) => Said | Said[] | undefined;

/** What the engine does to a resource. */
export const verb = ({ op, type }: Change) =>
  say().preview.changes.verb({ op, isScript: type.endsWith(":Command") });

/** On a host, two containers cannot have one name or one port: such a one is stopped before its successor starts. */
export const oneAtATime = ({ next, old }: Change) =>
  !((next ?? old)?.inputs["__defaults"] as string[] | undefined)?.includes("name");

/** A volume that goes loses its data, unless the engine is told to leave it on the host. */
export function volumeWords(change: Change) {
  const { volume, volumeStays, volumeData } = say().preview.changes;
  const name = word((change.old ?? change.next)?.inputs["name"] ?? change.name);
  const because = [...plainReasons(change), ...protection(change)];
  const says = volume({ name, done: verb(change) });
  if (!removes(change)) return { says, because };
  return change.old?.retainOnDelete
    ? { says: volumeStays(name), because }
    : { says, because, loses: [volumeData(name)] };
}

/** The engine refuses to remove what is protected; that changes without a change of the resource. */
export function protection({ old, next }: Change): string[] {
  const [before, after] = [old?.protect ?? false, next?.protect ?? false];
  if (old === undefined || next === undefined || before === after) return [];
  const { protectedNow, unprotectedNow } = say().preview.changes;
  return [after ? protectedNow : unprotectedNow];
}
