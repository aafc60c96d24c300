import { differing, plain, word, type Change } from "./change";
import { unknown } from "./engine";
import type { NewImage } from "./facts";

/** Words for an input that differs; undefined leaves it out, because another one says it. */
type Words = (before: unknown, after: unknown, change: Change) => string[];

/**
 * Why a container changes, each difference in words: settings by name with their values, secret ones by name only.
 *
 * @param special words for inputs that mean something else here
 */
export function containerReasons(
  change: Change,
  images: Map<string, NewImage>,
  special: Record<string, Words> = {},
): string[] {
  const keys = differing(change);
  const { old, next } = change;
  return [
    ...secretReasons(old?.replacementTrigger, next?.replacementTrigger),
    ...keys.flatMap((key) =>
      (special[key] ?? inputs[key] ?? other(key))(old?.inputs[key], next?.inputs[key], change).map((text) =>
        key === "image" ? imageReason(change, images, text) : text,
      ),
    ),
  ];
}

/** Why anything else changes: its inputs by name, each with its value before and after. */
export function plainReasons(change: Change): string[] {
  const { old, next } = change;
  if (!old || !next) return [];
  return differing(change).flatMap((key) => other(key)(old?.inputs[key], next?.inputs[key], change));
}

const other =
  (key: string): Words =>
  (before, after) => {
    const [from, to] = [word(before), word(after)];
    return [from === to || `${from}${to}`.length > 120 ? `${key} changed` : `${key} ${from} → ${to}`];
  };

const inputs: Record<string, Words> = {
  envs: (before, after) => settings(before, after),
  image: (before, after) => [`image ${shortId(before)} → ${shortId(after)}`],
  memory: (before, after) => [`memory ${amount(before)} → ${amount(after)}`],
  memorySwap: (before, after, change) =>
    differing(change).includes("memory") ? [] : other("swap")(before, after, change),
  cpus: (before, after) => [`processors ${word(before)} → ${word(after)}`],
  command: (before, after) => list("command", before, after),
  entrypoints: () => ["how its command is started"],
  ports: (before, after) => [`port ${ports(before)} → ${ports(after)}`],
  networksAdvanced: (before, after) => list("network", field(before, "name"), field(after, "name")),
  volumes: (before, after) => list("volume", places(before), places(after)),
  mounts: (before, after) => list("mount", places(before), places(after)),
  healthcheck: () => ["health check"],
  labels: () => ["labels"],
  tmpfs: () => ["folders in memory"],
  destroyGraceSeconds: (before, after, change) =>
    differing(change).includes("stopTimeout") ? [] : other("time to stop")(before, after, change),
  stopTimeout: (before, after) => [`time to stop ${word(before)} → ${word(after)} s`],
};

/** Plain settings stand in a container's environment as NAME=VALUE. */
function settings(before: unknown, after: unknown): string[] {
  const [old, next] = [assigned(before), assigned(after)];
  if (!old || !next) return ["settings changed"];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), next.get(name)];
    if (from === to) return [];
    if (from === undefined) return [`setting ${name} is new: ${word(to)}`];
    if (to === undefined) return [`setting ${name} is removed`];
    return [`setting ${name} ${word(from)} → ${word(to)}`];
  });
}

function assigned(value: unknown): Map<string, string> | undefined {
  const lines = value === undefined ? [] : value;
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) return undefined;
  return new Map(lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]));
}

/** Fingerprints by name: of secret settings by their variable, of files by their path. */
function secretReasons(before: unknown, after: unknown): string[] {
  const [old, next] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  if (plain(old) === plain(next)) return [];
  if (typeof old !== "object" || typeof next !== "object") return ["secret settings or files changed"];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((name) => old[name] !== next[name] || next[name] === unknown)
    .map((name) => {
      const kind = name.startsWith("/") ? "file" : "secret setting";
      if (!(name in old)) return `${kind} ${name} is new`;
      return `${kind} ${name} ${name in next ? "changed" : "is removed"}`;
    });
}

function imageReason({ next }: Change, images: Map<string, NewImage>, text: string): string {
  const [found] = (next?.propertyDependencies?.["image"] ?? []).flatMap((urn) => images.get(urn) ?? []);
  return found ? `image ${found.names}${found.isRecreated ? ", recreated" : ""}` : text;
}

/** What a list has more and less; order alone is a change too. */
export function list(what: string, before: unknown, after: unknown): string[] {
  const [old, next] = [before ?? [], after ?? []];
  if (!Array.isArray(old) || !Array.isArray(next)) return [`${what} ${word(before)} → ${word(after)}`];
  const differs = (a: unknown[], b: unknown[]) =>
    a.filter((item) => item !== "-c" && !b.some((each) => plain(each) === plain(item))).map(word);
  const [more, less] = [differs(next, old), differs(old, next)];
  if (more.length > 0 && more.length === less.length)
    return more.map((item, at) => `${what} ${less[at]} → ${item}`);
  const found = [
    ...more.map((item) => `${what} ${item} is new`),
    ...less.map((item) => `${what} ${item} is removed`),
  ];
  return found.length > 0 ? found : [`${what} in another order`];
}

const field = (value: unknown, name: string) =>
  Array.isArray(value) ? value.map((item: Record<string, unknown>) => item[name]) : value;

function places(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: Record<string, unknown>) => {
    const from = item["volumeName"] ?? item["hostPath"] ?? item["source"];
    const to = item["containerPath"] ?? item["target"];
    return from === undefined ? to : `${word(from)}:${word(to)}`;
  });
}

function ports(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return "none";
  return value
    .map((port: Record<string, unknown>) => `${word(port["ip"] ?? "")}:${word(port["external"])}`)
    .join(" and ");
}

/** An image's id as people compare it. */
export function shortId(value: unknown): string {
  const id = typeof value === "string" ? /^sha256:([0-9a-f]{12})/.exec(value)?.[1] : undefined;
  return id ?? word(value);
}

const amount = (value: unknown) => (typeof value === "number" ? `${value} MiB` : word(value));
