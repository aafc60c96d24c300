import { plain } from "../../engine/plain";
import { redact } from "../../engine/redact";

/** The first line that tells of an error is the cause more often than the last one. */
const error = /error|exception|traceback|fatal|panic/i;
/** Lines that are shown: from an error on, and of the end. */
const [fromError, ofEnd] = [40, 20];

/**
 * The lines of a log that tell why a service did not start: all of them when they are few; else some from the first that tells of an error on, and
 * the last ones.
 *
 * @param hidden what is never shown
 */
export function shownLines(log: string, hidden: readonly string[]): string[] {
  const lines = redact(plain(redact(log, [...hidden])), [...hidden]).split("\n");
  if (lines.at(-1) === "") lines.pop();
  const end = Math.max(lines.length - ofEnd, 0);
  const first = lines.findIndex((line) => error.test(line));
  const from = first === -1 || first > end ? end : Math.max(first - 1, 0);
  const shown =
    from + fromError < end
      ? [...lines.slice(from, from + fromError), "…", ...lines.slice(end)]
      : lines.slice(from);
  return shown.map((line) => (line === "…" ? line : `  | ${line}`));
}
