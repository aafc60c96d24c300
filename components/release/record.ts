import { say } from "../../messages/say";
import type { ReleaseEvent } from "../engine/release-events";

/** What became of an update. `started`: it did not say how it ended: it runs still, or was cut off. */
export type Result = "started" | "succeeded" | "failed";

/** What an update that failed at its very end made. */
export interface FailedRelease {
  /** It is a release, and serves: the failure came after the switch. */
  served: boolean;
  /** Its number, unless it could not be recorded. */
  number?: number;
}

/** An image that a release is made of. */
export interface ReleasedImage {
  /** Content address: `sha256:…`. */
  id: string;
  /** What its tag stood for then; a rollback takes that again. */
  pinned: { name: string; content: string };
}

/** One step of a release: a resource that was made, replaced or changed. */
export interface Step {
  step: string;
  seconds: number;
}

/** The source of a release, as it is kept. */
export interface KeptSource {
  /** Hash of its archive. */
  sha256: string;
  /** Files that are not in it because they look like secrets. */
  leftOut?: string[];
  /** Links that are not in it because they lead out of it. */
  linksOut?: string[];
  /** Files that are not in it because git did not track them; the first 100. */
  untracked?: string[];
}

/** The form in which this code writes records. One of a newer form is not read, because what it means is not known. */
export const recordFormat = 1;

/** A release as it is kept on its host, beside the source that it was made from. Times are UTC. */
export interface ReleaseRecord {
  /** Unset in records from before forms were counted. */
  format?: number;
  number: number;
  system: string;
  stack: string;
  result: Result;
  startedAt: string;
  endedAt?: string;
  /** Who ran it, and on which machine. */
  by: string;
  /** Commit of the source, and whether files were changed since; unset where there is no repository. */
  commit?: { id: string; subject: string; dirty: boolean };
  /** Where the project lies in the kept source; empty: at its top. */
  folder: string;
  /** Unset when it is not kept, and in records from before it was noted. */
  source?: KeptSource;
  /** Why the source is not kept. */
  noSource?: string;
  steps: Step[];
  /** By the name of its resource. */
  images?: Record<string, ReleasedImage>;
  /** The stack file's settings by path; of secrets only a hash of their encrypted form. */
  configuration?: Record<string, string>;
  /** Files that were applied, by database. */
  migrations?: string[];
  /** Backup that was taken before them. */
  backup?: string;
  /** Migrations that ended well, but whose answer was cut off: what they applied, and their backup, is not known. */
  unanswered?: string[];
  /** Release that served when this one began. */
  replaces?: number;
  /** The edge was switched to it, however it ended. */
  served?: boolean;
  /** Release that this one went back to. */
  rollbackTo?: number;
  /** What a rollback did to databases before its update, in words. */
  restored?: string[];
  /** Why it failed: the step, and the lines that it left. */
  failure?: { step: string; cause: string };
}

/** What listeners get of a record. */
export function eventOf(record: ReleaseRecord): ReleaseEvent {
  const { system, stack, number, by, startedAt, commit, rollbackTo, served = false, failure } = record;
  return {
    ...{ system, stack, by, startedAt, served },
    ...(number > 0 && { number }),
    ...(commit && { commit }),
    ...(rollbackTo !== undefined && { rollbackTo }),
    ...(failure && { failure }),
  };
}

/** What is different from the release before, in words: a line each. */
export function changes(before: ReleaseRecord | undefined, now: ReleaseRecord): string[] {
  const texts = say().release.changed;
  const settings = differing(before?.configuration, now.configuration).map(({ key, old, value }) => {
    if (value === undefined) return texts.settingRemoved(key);
    if (isSecret(value)) return old === undefined ? texts.secretSet(key) : texts.secretChanged(key);
    return old === undefined ? texts.settingSet({ key, value }) : texts.settingChanged({ key, old, value });
  });
  const then = before?.images ?? {};
  const images = Object.entries(now.images ?? {}).flatMap(([name, { id }]) =>
    then[name]?.id === id ? [] : [texts.image(name.replace(/-image$/, ""))],
  );
  return [
    ...(now.rollbackTo === undefined ? [] : [texts.rollbackTo(now.rollbackTo)]),
    ...(now.restored ?? []),
    ...(before ? [...settings, ...images] : [texts.first]),
    ...(now.migrations ?? []).map((name) => texts.migration(name)),
  ];
}

const isSecret = (value: string | undefined) => value?.startsWith("secret:") ?? false;

function differing(before: Record<string, string> = {}, now: Record<string, string> = {}) {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort()
    .filter((key) => before[key] !== now[key])
    .map((key) => ({ key, old: before[key], value: now[key] }));
}
