/** The last line of a job that answers: after its progress, which is for people, what it did, for programs. */
export const answerLine = (answer: unknown) => JSON.stringify({ answer });

/**
 * The answer at the end of what a job printed.
 *
 * @returns undefined when its last line is none, or was cut off: then what the job did is not known
 */
export function answerIn(stdout: unknown): unknown {
  if (typeof stdout !== "string") return undefined;
  try {
    const line: unknown = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    return typeof line === "object" && line !== null && "answer" in line ? line.answer : undefined;
  } catch {
    return undefined;
  }
}
