/** Sequences that a terminal obeys: colours, moves of the cursor, titles of its window. */
// eslint-disable-next-line no-control-regex
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

/** Other characters that are not seen, or turn the direction of others around; lines and tabs stay. */
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text that a terminal only shows. */
export const plain = (text: string) => text.replace(sequences, "").replace(unseen, "");

/** The same of all texts in a value that was read as JSON, also of names in it. */
export function plainIn(value: unknown): unknown {
  if (typeof value === "string") return plain(value);
  if (Array.isArray(value)) return value.map(plainIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plain(key), plainIn(inner)]));
}
