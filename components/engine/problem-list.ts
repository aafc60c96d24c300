import type { Problem } from "../../messages/problem";
import { problemLines } from "../../messages/render";
import { say } from "../../messages/say";

/** Problems below a heading as one text: what is wrong is indented, and what to do about it further. */
export function problemList(heading: string, problems: readonly Problem[]): string {
  const { fixLine } = say().problem;
  const lines = problems.flatMap(({ fix = [], ...problem }) => [
    ...problemLines(problem).map((line) => `  ${line}`),
    ...[fix].flat().map((way) => `      ${fixLine(way)}`),
  ]);
  return [heading, ...lines].join("\n");
}
