import { say } from "../../messages/say";

/**
 * What a process that failed wrote to standard error; how it ended where that is nothing, as of one that was killed, or whose container was.
 *
 * @param code null or undefined: a signal ended it
 * @param signal its name, where it is known
 */
export function saidOf(stderr: string, code: number | null | undefined, signal?: string | null): string {
  const { withCode, bySignal } = say().ended;
  return stderr.trim() || (typeof code === "number" ? withCode(code) : bySignal(signal ?? undefined));
}
