/** Stands in shown text where a secret stood: the word that the engine uses too. */
const mark = "[secret]";

/** Shorter values are not looked for: blanking each "1" or "no" would hide everything else. */
const shortest = 4;

/**
 * What to look for in lines that are about to be shown, so that none of these secrets is seen: each line of a secret by itself, because a key may
 * be printed line by line; the password of a URL; and the forms in which programs print a value (JSON, a part of a URL, base64).
 * The longest first: a secret that contains another one is blanked whole. None contains a line break.
 */
export function needles(secrets: string[]): string[] {
  const parts = secrets.flatMap((secret) => [secret, ...passwords(secret)]);
  const lines = parts.flatMap((part) => part.split(/\r?\n|\r/).map((line) => line.trim()));
  const forms = [...lines, ...parts.map(base64)].flatMap((text) =>
    text === "" ? [] : [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)],
  );
  return [...new Set(forms)]
    .filter((text) => text.length >= shortest && !/[\r\n]/.test(text))
    .sort((a, b) => b.length - a.length);
}

/** The text without what {@link needles} names. */
export function redact(text: string, hidden: string[]): string {
  return hidden.reduce((rest, needle) => rest.replaceAll(needle, mark), text);
}

const base64 = (text: string) =>
  text.length < shortest ? "" : Buffer.from(text).toString("base64").replace(/=+$/, "");

/**
 * Of `scheme://user:password@host`, also when an unescaped `@` or `/` is in it, and of `password=…` in a URL's query or in a connection's text;
 * as it stands there and as programs decode it.
 */
function passwords(text: string): string[] {
  const patterns = [
    /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i,
    /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:(\S+)@/i,
    /(?:^|[?&;\s])(?:password|passwd|pwd) ?= ?'?([^&;'\s]+)/i,
  ];
  return patterns.flatMap((pattern) => {
    const [, found] = pattern.exec(text) ?? [];
    if (found === undefined) return [];
    try {
      return [found, decodeURIComponent(found)];
    } catch {
      return [found];
    }
  });
}

/** Lines of the logs of Nginx and others that have what a client asked for, with tokens in its query; they are no cause of anything. */
export const ofClients = /, client: |"method":|\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//;
