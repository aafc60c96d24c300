import { z } from "zod";
import type { BuildJob } from "../../components/image/build-job";
import { ledgerSeen, outlook } from "../../components/migration/outlook";
import { textOf, type Change } from "./change";
import { unknown, type EnginePreview } from "./engine";

/** The image before and after; their names alone where that says which. */
export interface NewImage {
  /** `shop/web:1.0.0-0f79 → 1.0.1-8bd1`; one name where both are the same. */
  names: string;
  /** Both names are the same. */
  isRecreated: boolean;
}

/** What a Migration knew when it was previewed. */
const Seen = outlook.extend({
  /** Unset: only the release knows where its database is. */
  ledger: z.union([ledgerSeen, z.literal(unknown).transform(() => undefined)]),
});

/** What all entries of a runbook are told from. */
export interface Facts {
  changes: Change[];
  /** Images that are built or pulled again, by URN. */
  images: Map<string, NewImage>;
  /** What the Migrations of the program know, by URN of the component. */
  outlooks: Map<string, z.infer<typeof Seen>>;
  /** What else the program and the engine warned of. */
  warnings: string[];
}

/** Gathers what the program and the engine said while it was previewed. */
export function factsOf({ diagnostics, outputs = {} }: EnginePreview, changes: Change[]): Facts {
  const outlooks = new Map(
    Object.entries(outputs).flatMap(([urn, { outlook: known }]) =>
      known === undefined || !isMigration(urn) ? [] : [[urn, Seen.parse(known)] as const],
    ),
  );
  return {
    changes,
    images: new Map(changes.filter(isImage).map((change) => [change.urn, renamed(change)])),
    outlooks,
    // A Migration's warnings are in its outlook too.
    warnings: (diagnostics ?? [])
      .filter(({ urn, severity }) => severity === "warning" && !outlooks.has(urn ?? ""))
      .map(({ message }) => message.replace(/^warning: /, "").trimEnd()),
  };
}

/** Others may have an output of that name. */
const isMigration = (urn: string) => urn.split("::").at(-2)?.endsWith("web-systems:index:Migration") ?? false;

const isImage = ({ type, op, owner }: Change) =>
  op !== "delete" &&
  (type.endsWith(":RemoteImage") ||
    (type.endsWith(":Command") && (owner.types.at(-1)?.endsWith(":Image") ?? false)));

/** Name of an image that is taken, or of one that is built. */
export function imageName(state: Change["next"]): string {
  return textOf(state?.inputs["name"] ?? buildOf(state).name);
}

/** What a build is told; everything unknown while one of its values is. */
export function buildOf(state: Change["next"]): Partial<BuildJob> {
  const { stdin, environment } = state?.inputs ?? {};
  if (typeof stdin === "string") return stdin.startsWith("{") ? (JSON.parse(stdin) as BuildJob) : {};
  // Releases of before had it in the environment, under the arguments' own names.
  const variables = (environment ?? {}) as Record<string, string>;
  const names = textOf(variables["ARGUMENTS"]).replaceAll('"', "").split(" ");
  const args = Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)));
  return { name: variables["NAME"], context: textOf(variables["CONTEXT"]), args };
}

/** Both names where they differ, the repository once. */
function renamed({ old, next }: Change): NewImage {
  const [from, to] = [old, next].map((state) => shortDigest(imageName(state)));
  if (!from || !to || from === to) return { names: to || from || "", isRecreated: true };
  const repository = to.slice(0, to.lastIndexOf(":") + 1);
  const short = from.startsWith(repository) ? to.slice(repository.length) : to;
  return { names: `${from} → ${short}`, isRecreated: false };
}

/** A digest as people compare it. */
export const shortDigest = (name: string) => name.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1");
