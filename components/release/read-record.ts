import { z } from "zod";
import { say } from "../../messages/say";
import { plain, plainIn } from "../engine/plain";
import { recordFormat, type ReleaseRecord } from "./record";

/** A record that cannot be read, and why. It costs only itself. */
export interface UnreadableRecord {
  number: number;
  /** @example "it has 0 bytes" */
  why: string;
}

const text = z.string();
const texts = z.array(text);
const time = text.refine((value) => !Number.isNaN(Date.parse(value)));
const releaseNumber = z.int().positive();

/** What a record must be to be of use, down to what is shown of it. More may be in it: an equal form may get fields. */
const shape = z.looseObject({
  number: releaseNumber,
  system: text,
  stack: text,
  result: z.enum(["started", "succeeded", "failed"]),
  startedAt: time,
  endedAt: time.optional(),
  by: text,
  commit: z.looseObject({ id: text, subject: text, dirty: z.boolean() }).optional(),
  folder: text,
  source: z.looseObject({ sha256: text, leftOut: texts.optional(), linksOut: texts.optional() }).optional(),
  noSource: text.optional(),
  steps: z.array(z.looseObject({ step: text, seconds: z.number() })),
  images: z
    .record(text, z.looseObject({ id: text, pinned: z.looseObject({ name: text, content: text }) }))
    .optional(),
  configuration: z.record(text, text).optional(),
  migrations: texts.optional(),
  backup: text.optional(),
  unanswered: texts.optional(),
  replaces: releaseNumber.optional(),
  served: z.boolean().optional(),
  rollbackTo: releaseNumber.optional(),
  failure: z.looseObject({ step: text, cause: text }).optional(),
});

/**
 * Reads a record.
 *
 * @param number the one that its file is named for
 * @returns the record, with no text in it that a terminal would obey, or why it cannot be read
 */
export function readRecord(number: number, text: string): ReleaseRecord | UnreadableRecord {
  const texts = say().release.unreadable;
  const unreadable = (why: string) => ({ number, why });
  if (text === "") return unreadable(texts.empty);
  const record = json(text);
  if (typeof record !== "object" || record === null) return unreadable(texts.incomplete);
  const found = record as Partial<ReleaseRecord>;
  if (typeof found.format === "number" && found.format > recordFormat)
    return unreadable(texts.newer({ format: found.format, known: recordFormat }));
  const { error } = shape.safeParse(record);
  const wrong = new Set(error?.issues.map(({ path }) => path.join(".")).filter((path) => path !== ""));
  if (found.number !== number) wrong.add("number");
  return error === undefined && wrong.size === 0
    ? (plainIn(record) as ReleaseRecord)
    : unreadable(texts.lacking([...wrong].map(plain)));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
