import { recordFormat, type ReleaseRecord } from "./record";

/** A record that cannot be read, and why. It costs only itself. */
export interface UnreadableRecord {
  number: number;
  /** @example "it has 0 bytes" */
  why: string;
}

/** What a text must be for a record to be of use: its fields, and what each is. */
const shape: Partial<Record<keyof ReleaseRecord, (value: unknown) => boolean>> = {
  system: isText,
  stack: isText,
  result: (value) => ["started", "succeeded", "failed"].includes(value as string),
  startedAt: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  by: isText,
  folder: isText,
  steps: Array.isArray,
};

/**
 * Reads a record.
 *
 * @param number the one that its file is named for
 * @returns the record, or why it cannot be read
 */
export function readRecord(number: number, text: string): ReleaseRecord | UnreadableRecord {
  const unreadable = (why: string) => ({ number, why });
  if (text === "") return unreadable("it has 0 bytes");
  const record = json(text);
  if (typeof record !== "object" || record === null)
    return unreadable("it is not whole: no JSON object can be read from it");
  const found = record as Partial<ReleaseRecord>;
  if (typeof found.format === "number" && found.format > recordFormat)
    return unreadable(
      `a newer version of these programs wrote it (format ${found.format}, and this one reads up to ${recordFormat})`,
    );
  const wrong = Object.entries(shape).filter(([key, fits]) => !fits(found[key as keyof ReleaseRecord]));
  if (found.number !== number) wrong.unshift(["number", () => false]);
  return wrong.length === 0
    ? (found as ReleaseRecord)
    : unreadable(`it lacks a good value of ${wrong.map(([key]) => key).join(", ")}`);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
