import { ratio, table } from "./markdown";
import type { Cost } from "./processes";
import type { GrowthRow, Results, Run } from "./results";

/** What a number of services costs, beside Compose, and where our time goes. */
export function growthSections({ growth, measured }: Results): string[] {
  if (!growth) return [];
  const ours = growth.filter(({ side }) => side === "ours");
  const compose = (services: number) =>
    growth.find((row) => row.side === "compose" && row.services === services);
  const failures = growth.filter(({ failed }) => failed !== undefined).map(failure);
  return [
    "## Growth",
    "Programs with that many services of 64 MiB each, one round. Memory is the largest sum of the resident memory of all processes of the " +
      `command; pages that two of them share count twice. Measured ${measured.growth ?? ""}.`,
    table(
      ["services", "", "this project", "Docker Compose", "ratio", "memory", "Compose's memory"],
      ours.flatMap((row) =>
        (["cold", "nothing"] as const).map((kind) => [
          String(row.services),
          kind === "cold" ? "cold" : "nothing to do",
          ...beside(row[kind], compose(row.services)?.[kind]),
        ]),
      ),
    ),
    ...failures,
    "### Where the time goes",
    "Seconds from the start of the command at which the parts of this project's run began and ended, and their processor time in seconds. " +
      "`started` is what the plugins started and waited for: shell scripts with their `docker`. `all` is the whole machine, with the Docker " +
      "engine and the containers.",
    table(
      ["services", "", "seconds", "program", "engine", "plugins", "started", "all"],
      ours.flatMap((row) => [
        ...profile(row.services, "cold", row.cold),
        ...profile(row.services, "nothing to do", row.nothing),
      ]),
    ),
  ];
}

function beside(ours?: Run, theirs?: Run): string[] {
  const seconds = (run?: Run) => (run ? `${run.seconds.toFixed(1)} s` : "failed");
  const memory = (run?: Run) => (run ? `${run.peakMiB.toFixed(0)} MiB` : "–");
  return [
    seconds(ours),
    seconds(theirs),
    ours && theirs ? ratio(ours.seconds, theirs.seconds) : "–",
    memory(ours),
    memory(theirs),
  ];
}

function failure({ services, side, failed = "" }: GrowthRow): string {
  return `${services} services with ${side === "ours" ? "this project" : "Docker Compose"} failed: ${failed}`;
}

function profile(services: number, kind: string, run?: Run): string[][] {
  if (!run) return [];
  const part = (wanted: (name: string) => boolean) => partOf(run, wanted);
  return [
    [
      String(services),
      kind,
      run.seconds.toFixed(1),
      part((name) => name === "program"),
      part((name) => name === "engine"),
      part((name) => name.startsWith("plugin")),
      `cpu ${run.startedCpu.toFixed(1)}`,
      `cpu ${run.machineCpu.toFixed(1)}`,
    ],
  ];
}

/** From when to when some of the parts ran, and their processor time. */
function partOf({ parts }: Cost, wanted: (name: string) => boolean): string {
  const found = Object.entries(parts).flatMap(([name, part]) => (wanted(name) ? [part] : []));
  if (found.length === 0) return "–";
  const from = Math.min(...found.map((part) => part.from));
  const to = Math.max(...found.map((part) => part.to));
  const cpu = found.reduce((sum, part) => sum + part.cpu, 0);
  return `${from.toFixed(1)} to ${to.toFixed(1)}, cpu ${cpu.toFixed(1)}`;
}
