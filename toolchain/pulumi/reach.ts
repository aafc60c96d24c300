/** Where official releases and plugins come from. */
export const releases = "https://get.pulumi.com/releases";

/** How long an unreachable download site may hold us up. */
const patience = 4_000;

let answer: Promise<boolean> | undefined;

/** Whether the official download site answers; asked once per process. */
export function reachable(): Promise<boolean> {
  answer ??= fetch(`${releases}/sdk/`, { method: "HEAD", signal: AbortSignal.timeout(patience) }).then(
    () => true, // any HTTP answer, a refusal included, means that the site is there
    () => false,
  );
  return answer;
}
