import type { Problem } from "./problem";
import { say } from "./say";

/**
 * A problem as lines.
 *
 * @example problemLines({ where: "edge.port", what: "missing", fix: "add `port: 8080`" }) // ["edge.port: missing", "fix: add `port: 8080`"]
 */
export function problemLines({ where, what, details = [], fix = [] }: Problem): string[] {
  const { at, fixLine } = say().problem;
  const ways = typeof fix === "string" ? [fix] : fix;
  return [where === undefined ? what : at(where, what), ...details, ...ways.map(fixLine)];
}

/** Problems as one text: each begins at the margin, and what belongs to it is indented. */
export function problemText(problems: Problem | readonly Problem[]): string {
  const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
  return all.map((each) => problemLines(each).join("\n").replaceAll("\n", "\n  ")).join("\n");
}
