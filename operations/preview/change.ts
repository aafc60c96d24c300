import { say } from "../../messages/say";
import { nameOf } from "../kernel/state-read";
import { unknown, type EngineState, type EngineStep } from "./engine";

/** One step of the engine that changes something. */
export interface Change {
  op: string;
  urn: string;
  /** Name of the resource in the program. */
  name: string;
  /** Its type, e.g. `docker:index/container:Container`. */
  type: string;
  /** The component that it is part of; of a resource without one, the resource itself. */
  owner: { urn: string; name: string; types: string[] };
  old: EngineState | undefined;
  next: EngineState | undefined;
  /** Inputs that the engine found changed. */
  reasons: string[];
}

/** The steps that change something; one whose protection changes is among them. */
export function changesOf(steps: EngineStep[]): Change[] {
  return steps.filter(changes).map((step) => {
    const old = step.oldState ?? undefined;
    const next = step.newState ?? undefined;
    const parent = (next ?? old)?.parent;
    const types = typesOf(step.urn);
    const owned = parent !== undefined && !parent.includes("::pulumi:pulumi:Stack::");
    return {
      op: step.op,
      urn: step.urn,
      name: nameOf(step.urn),
      type: types.at(-1) ?? "",
      owner: owned
        ? { urn: parent, name: nameOf(parent), types: types.slice(0, -1) }
        : { urn: step.urn, name: nameOf(step.urn), types: [] },
      old,
      next,
      reasons: [...(step.diffReasons ?? []), ...(step.replaceReasons ?? [])],
    };
  });
}

function changes({ op, oldState, newState }: EngineStep): boolean {
  return op !== "same" || (oldState?.protect ?? false) !== (newState?.protect ?? false);
}

/** Types from the outermost component to the resource itself. */
const typesOf = (urn: string) => (urn.split("::").at(-2) ?? "").split("$");

/** Removes what is there: by itself, or to make another in its place. */
export const removes = ({ op }: Change) => /^(delete|replace|delete-replaced)$/.test(op);

/** Names of the inputs that differ. */
export function differing({ old, next, reasons }: Change): string[] {
  const before = old?.inputs ?? {};
  const after = next?.inputs ?? {};
  const given = (key: string) => !(after["__defaults"] as string[] | undefined)?.includes(key);
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...reasons])]
    .filter((key) => key !== "__defaults" && given(key))
    .filter((key) => {
      const [a, b] = [before[key], after[key]].map(plain);
      // Two secrets look alike: then the engine's word counts.
      return a !== b || (reasons.includes(key) && `${a}`.includes("[secret]"));
    });
}

/** A value as text that can be compared, without the engine's notes on defaults. */
export function plain(value: unknown): string | undefined {
  return JSON.stringify(value, (key, part: unknown) => (key === "__defaults" ? undefined : part));
}

/** A value in words: short, in one line, and never a secret. */
export function word(value: unknown): string {
  const { values } = say().preview.reasons;
  if (value === undefined || value === null) return values.none;
  const text = plain(value) ?? "";
  if (text.includes(unknown)) return values.unknown;
  if (text.includes("[secret]")) return values.secret;
  const bare = typeof value === "string" && /^[\w./:@=+-]+$/.test(value) ? value : text;
  return bare.length <= 80 ? bare : `${bare.slice(0, 79)}…`;
}

/** A text that is there; anything else is none. */
export const textOf = (value: unknown) => (typeof value === "string" ? value : "");
