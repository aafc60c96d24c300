/** What a text says as JSON; undefined where it is none, as one that was cut off. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
