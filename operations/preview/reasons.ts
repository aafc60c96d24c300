import type { Messages } from "../../messages/en";
import { say } from "../../messages/say";
import { differing, plain, word, type Change } from "./change";
import { unknown } from "./engine";
import type { NewImage } from "./facts";

/** An input that has a name in the catalogue. */
type Name = keyof Messages["preview"]["reasons"]["names"];

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

/** @param what name of the input, as it is told */
const other =
  (what: string): Words =>
  (before, after) => {
    const { changed, fromTo } = say().preview.reasons;
    const [from, to] = [word(before), word(after)];
    return [from === to || `${from}${to}`.length > 120 ? changed(what) : fromTo({ what, from, to })];
  };

/** @param inWords how its values are told */
const named =
  (name: Name, inWords: (value: unknown) => string): Words =>
  (before, after) => {
    const { fromTo, names } = say().preview.reasons;
    return [fromTo({ what: names[name], from: inWords(before), to: inWords(after) })];
  };

const inputs: Record<string, Words> = {
  envs: (before, after) => settings(before, after),
  image: named("image", shortId),
  memory: named("memory", amount),
  memorySwap: (before, after, change) =>
    differing(change).includes("memory")
      ? []
      : other(say().preview.reasons.names.swap)(before, after, change),
  cpus: named("processors", word),
  command: (before, after) => list("command", before, after),
  entrypoints: () => [say().preview.reasons.entrypoint],
  ports: named("port", ports),
  networksAdvanced: (before, after) => list("network", field(before, "name"), field(after, "name")),
  volumes: (before, after) => list("volume", places(before), places(after)),
  mounts: (before, after) => list("mount", places(before), places(after)),
  healthcheck: () => [say().preview.reasons.healthCheck],
  labels: () => [say().preview.reasons.labels],
  tmpfs: () => [say().preview.reasons.memoryFolders],
  destroyGraceSeconds: (before, after, change) =>
    differing(change).includes("stopTimeout")
      ? []
      : other(say().preview.reasons.names.timeToStop)(before, after, change),
  stopTimeout: (before, after) => {
    const { fromTo, names } = say().preview.reasons;
    return [fromTo({ what: names.timeToStop, from: word(before), to: `${word(after)} s` })];
  },
};

/** Plain settings stand in a container's environment as NAME=VALUE. */
function settings(before: unknown, after: unknown): string[] {
  const words = say().preview.reasons.settings;
  const [old, next] = [assigned(before), assigned(after)];
  if (!old || !next) return [words.changed];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name) => {
    const [from, to] = [old.get(name), next.get(name)];
    if (from === to) return [];
    if (from === undefined) return [words.isNew({ name, value: word(to) })];
    if (to === undefined) return [words.isRemoved(name)];
    return [words.fromTo({ name, from: word(from), to: word(to) })];
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
  const words = say().preview.reasons.secrets;
  if (typeof old !== "object" || typeof next !== "object") return [words.changed];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((name) => old[name] !== next[name] || next[name] === unknown)
    .map((name) => {
      const isFile = name.startsWith("/");
      if (!(name in old)) return (isFile ? words.fileIsNew : words.settingIsNew)(name);
      if (name in next) return (isFile ? words.fileChanged : words.settingChanged)(name);
      return (isFile ? words.fileIsRemoved : words.settingIsRemoved)(name);
    });
}

function imageReason({ next }: Change, images: Map<string, NewImage>, text: string): string {
  const [found] = (next?.propertyDependencies?.["image"] ?? []).flatMap((urn) => images.get(urn) ?? []);
  const { image, imageRecreated } = say().preview.reasons;
  return found ? (found.isRecreated ? imageRecreated : image)(found.names) : text;
}

/** What a list has more and less; order alone is a change too. */
export function list(name: Name, before: unknown, after: unknown): string[] {
  const { names, fromTo, isNew, isRemoved, otherOrder } = say().preview.reasons;
  const what = names[name];
  const [old, next] = [before ?? [], after ?? []];
  if (!Array.isArray(old) || !Array.isArray(next))
    return [fromTo({ what, from: word(before), to: word(after) })];
  const differs = (a: unknown[], b: unknown[]) =>
    a.filter((item) => item !== "-c" && !b.some((each) => plain(each) === plain(item))).map(word);
  const [more, less] = [differs(next, old), differs(old, next)];
  if (more.length > 0 && more.length === less.length)
    return more.map((to, at) => fromTo({ what, from: less[at] ?? "", to }));
  const found = [
    ...more.map((item) => isNew({ what, item })),
    ...less.map((item) => isRemoved({ what, item })),
  ];
  return found.length > 0 ? found : [otherOrder(what)];
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
  if (!Array.isArray(value) || value.length === 0) return word(undefined);
  const all = value.map(
    (port: Record<string, unknown>) => `${word(port["ip"] ?? "")}:${word(port["external"])}`,
  );
  return say().preview.reasons.list(all);
}

/** An image's id as people compare it. */
export function shortId(value: unknown): string {
  const id = typeof value === "string" ? /^sha256:([0-9a-f]{12})/.exec(value)?.[1] : undefined;
  return id ?? word(value);
}

function amount(value: unknown): string {
  return typeof value === "number" ? `${value} MiB` : word(value);
}
