import { ratio, table } from "./markdown";
import { growthSections } from "./report-growth";
import { type EdgeRun, type Figure, type LoadSum, median, type Results, type Timing } from "./results";

const handStart = "<!-- Written by hand; kept when the benchmark runs again. -->";
const handEnd = "<!-- End of what is written by hand. -->";

const titles: [Figure, string][] = [
  ["cold", "Cold: from nothing to a system that answers"],
  ["nothing", "Nothing to do"],
  ["release", "Release of one changed service"],
  ["preview", "`pulumi preview`"],
  ["previewed", "The same release by `pulumi up`, which shows its preview first"],
  ["rollback", "Back to the release before by `npm run rollback`, which shows one too"],
];

/** Renders RESULTS.md. What was written by hand in `before`, its last version, is kept. */
export function renderReport(results: Results, before = ""): string {
  const { compose, ...machine } = results.machine;
  return [
    "# Against Docker Compose",
    `This project beside Docker Compose ${compose}, the same images, in the same run. \`npm run bench\` measures it; [README.md](README.md) says ` +
      "how. All rounds are in [results.json](results.json).",
    table(["machine", ""], Object.entries(machine)),
    "## Seconds",
    "Median of all rounds (fastest to slowest). A ratio below 1 means that this project is faster.",
    table(
      ["", "this project", "Docker Compose", "ratio", "rounds", "measured"],
      titles.flatMap(([figure, title]) =>
        timingRow(title, results.timings[figure], results.measured[figure]),
      ),
    ),
    ...loadSection(results),
    ...edgeSection(results),
    ...growthSections(results),
    "## What the figures say",
    byHand(before),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}

function timingRow(title: string, timing: Timing | undefined, measured = ""): string[][] {
  if (!timing?.ours) return [];
  const { ours, compose } = timing;
  const cell = (values: number[]) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return `${median(values).toFixed(2)} s (${low.toFixed(2)} to ${high.toFixed(2)})`;
  };
  return [
    [
      title,
      cell(ours),
      compose ? cell(compose) : "has none",
      compose ? ratio(median(ours), median(compose)) : "",
      String(ours.length),
      measured,
    ],
  ];
}

function loadSection({ load, measured }: Results): string[] {
  if (!load) return [];
  const row = (
    title: string,
    { releases, sent, unsent, seconds, failed, failedPaths, p50, p99, max }: LoadSum,
  ) => {
    const lost = Object.values(failed).reduce((sum, each) => sum + each, 0);
    const share = ((lost / sent) * 100).toFixed(2);
    return [
      title,
      String(releases),
      `${sent}, ${(sent / seconds).toFixed(0)} a second`,
      `${lost} (${share} %)`,
      list(failed),
      list(failedPaths),
      String(unsent),
      ...[p50, p99, max].map((each) => `${each.toFixed(1)} ms`),
    ];
  };
  return [
    "## Requests while one service changes",
    `${load.rate} requests a second are due, over ${load.connections} kept-alive connections to 127.0.0.1, half of them to the service that ` +
      `changes, from a second before the command until two seconds after it. Nothing is sent twice, and nothing on a connection that still waits. Times are of good answers, from when a ` +
      `request was due. Measured ${measured.load ?? ""}.`,
    table(
      ["", "releases", "requests", "failed", "how", "where", "not sent", "p50", "p99", "slowest"],
      [row("this project", load.ours), row("Docker Compose", load.compose)],
    ),
  ];
}

function edgeSection({ edge, measured }: Results): string[] {
  if (!edge) return [];
  const row = (title: string, found: EdgeRun[]) => {
    const perSecond = found.map(perSecondOf);
    const shown = [perSecond[0], perSecond.at(-1), median(perSecond)].map((each) => each?.toFixed(0) ?? "");
    return [title, ...shown, `${median(found.map(({ p99 }) => p99)).toFixed(1)} ms`];
  };
  const share = ratio(median(edge.ours.map(perSecondOf)), median(edge.plain.map(perSecondOf)));
  return [
    "## Requests at the edge",
    `A small page of a service, over ${edge.connections} connections, in ${edge.ours.length} runs of ${edge.seconds} s one after the other, beside a plain Nginx of the same image that keeps its ` +
      `connections to the service; one processor for each, the other for clients and service. This project answers ${share} times as many. Measured ${measured.edge ?? ""}.`,
    table(
      ["requests a second", "first run", "last run", "median", "p99, median"],
      [row("this project", edge.ours), row("plain Nginx", edge.plain)],
    ),
  ];
}

const perSecondOf = ({ perSecond }: EdgeRun) => perSecond;

function list(counts: Record<string, number>): string {
  const words = Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, number]) => `${number} ${name}`);
  return words.join(", ") || "–";
}

function byHand(before: string): string {
  const [, rest] = before.split(handStart);
  const kept = rest?.split(handEnd)[0]?.trim() ?? "Nothing was written yet.";
  return [handStart, kept, handEnd].join("\n\n");
}
