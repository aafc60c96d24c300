import { answers } from "./download";

/** Where official releases and plugins come from. */
export const releases = "https://get.pulumi.com/releases";

/** How long an unreachable download site may hold us up. */
const patience = 4_000;

let answer: Promise<boolean> | undefined;

/** Whether the official download site answers; asked once per process. */
export function reachable(): Promise<boolean> {
  answer ??= answers(`${releases}/sdk/`, patience);
  return answer;
}
