import { beforeItRuns, pendingIn, unreadable } from "../../components/migration/preview-lines";
import type { BuildJob } from "../../components/image/build-job";
import { textOf, type Change } from "./change";
import type { EnginePreview } from "./engine";

/** What all entries of a runbook are told from. */
export interface Facts {
  changes: Change[];
  /** Images that are built or pulled again, `name before → name after` by URN. */
  images: Map<string, string>;
  /** Files that the ledger of a database lacks, in their order. */
  pending: Map<string, string[]>;
  /** Databases whose ledger could not be read. */
  unread: Set<string>;
  /** What a file may lose, lock or leave half-way, a line each. */
  risks: Map<string, string[]>;
  /** What else the program and the engine warned of. */
  warnings: string[];
}

/** Reads what the program said while it was previewed: its lines are made by the same functions. */
export function factsOf({ diagnostics }: EnginePreview, changes: Change[]): Facts {
  const facts: Facts = {
    changes,
    images: new Map(changes.filter(isImage).map((change) => [change.urn, renamed(change)])),
    pending: new Map(),
    unread: new Set(),
    risks: new Map(),
    warnings: [],
  };
  for (const { message, severity } of diagnostics ?? []) {
    const [first = "", ...rest] = message
      .replace(/^warning: /, "")
      .trimEnd()
      .split("\n");
    const [, database, names] = pattern(pendingIn("(.+?)", "(.+)")).exec(first) ?? [];
    const [, unread] = pattern(unreadable("(.+?)")).exec(first) ?? [];
    const [, file] = pattern(beforeItRuns("(.+)")).exec(first) ?? [];
    if (database !== undefined) facts.pending.set(database, names?.split(", ") ?? []);
    else if (unread !== undefined) facts.unread.add(unread);
    else if (file !== undefined)
      facts.risks.set(
        file,
        rest.map((line) => line.trim()),
      );
    else if (severity === "warning") facts.warnings.push([first, ...rest].join("\n"));
  }
  return facts;
}

const pattern = (text: string) => new RegExp(`^${text}$`);

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

/** Both names where they differ, as `shop/web:1.0.0-0f79 → 1.0.1-8bd1`: the repository once. */
function renamed({ old, next }: Change): string {
  const [from, to] = [old, next].map((state) => shortDigest(imageName(state)));
  if (!from || !to || from === to) return `${to || from}, recreated`;
  const repository = to.slice(0, to.lastIndexOf(":") + 1);
  return from.startsWith(repository) ? `${from} → ${to.slice(repository.length)}` : `${from} → ${to}`;
}

/** A digest as people compare it. */
export const shortDigest = (name: string) => name.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1");
