import type { Messages } from "../../../messages/en";
import { say } from "../../../messages/say";

/** What a statement may cost: data that goes for good, others that wait or miss something, or what only reading it can tell. */
export const costs = ["loses", "waits", "unjudged"] as const;

export type Cost = (typeof costs)[number];

/** What may come of a statement, by the name of its text. */
type Kind = keyof Messages["migration"]["risks"]["of"];

/** What a statement may cost, and how. */
export interface Judgement {
  cost: Cost;
  kind: Kind;
  /** Words or names that its text mentions. */
  words?: string[];
}

/** All of one cost. */
const each = <Name extends Kind>(cost: Cost, ...kinds: Name[]) =>
  Object.fromEntries(kinds.map((kind): [Name, Judgement] => [kind, { cost, kind }])) as Record<
    Name,
    Judgement
  >;

/** Every judgement that there is. */
export const judgements = {
  loses: each(
    "loses",
    "data",
    "rows",
    "allRows",
    "someRows",
    "column",
    "narrow",
    "dependants",
    "overwrites",
    "replaces",
    "duplicates",
    "unlogged",
  ),
  waits: each("waits", "builds", "checks", "reads", "rewrites", "copies", "everyRow", "holds", "missing"),
  unjudged: {
    ...each("unjudged", "unknown", "later"),
    inside: (words: string[]): Judgement => ({ cost: "unjudged", kind: "inside", words }),
    calls: (words: string[]): Judgement => ({ cost: "unjudged", kind: "calls", words }),
  },
};

/** A judgement in words, to be said after the statement. */
export function said({ kind, words = [] }: Judgement): string {
  const text = say().migration.risks.of[kind];
  return typeof text === "string" ? text : text(words);
}
