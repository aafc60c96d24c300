import assert from "node:assert/strict";
import { summary } from "../../../bench/load-figure";
import { renderReport } from "../../../bench/report";
import { quantile, type Results, type Run } from "../../../bench/results";

const machine = {
  processors: "2 × some processor",
  memory: "24 GiB",
  kernel: "6.1",
  docker: "20.10",
  node: "v20",
  pulumi: "v3",
  compose: "v2",
};

function run(seconds: number): Run {
  return {
    seconds,
    peakMiB: 300,
    parts: {
      engine: { from: 0, to: seconds, cpu: 0.5 },
      program: { from: 0.2, to: 2, cpu: 1 },
      "plugin docker": { from: 0.9, to: 3, cpu: 0.3 },
      "plugin command": { from: 1.1, to: 3.5, cpu: 0.2 },
    },
    startedCpu: 0.7,
    machineCpu: 5,
  };
}

const results: Results = {
  machine,
  measured: { release: "on Monday" },
  timings: { release: { ours: [3, 1, 2], compose: [4, 5, 3.9] }, preview: { ours: [1.5] } },
  load: {
    rate: 220,
    connections: 64,
    ours: summary([
      { sent: 5, unsent: 0, seconds: 1, good: 5, failed: {}, failedUrls: {}, latencies: [1, 2, 3, 4, 5] },
    ]),
    compose: summary(
      [1, 2].map((good) => ({
        sent: 10,
        unsent: 1,
        seconds: 2,
        good,
        failed: { "status 502": 10 - good },
        failedUrls: { "http://127.0.0.1:1/api/": 10 - good },
        latencies: [7],
      })),
    ),
  },
  growth: [
    { services: 5, side: "ours", cold: run(4), nothing: run(2) },
    { services: 5, side: "compose", cold: run(2), nothing: run(1) },
    { services: 100, side: "ours", failed: "no room" },
  ],
};

/** The cells of the first line that begins with these words. */
function row(report: string, start: string): string[] {
  const line = report.split("\n").find((each) => each.startsWith(`| ${start} |`)) ?? "";
  return line.split("|").map((cell) => cell.trim());
}

describe("the benchmark's report", () => {
  it("shows medians with their spread, and the ratio of ours to theirs", () => {
    assert.deepEqual(row(renderReport(results), "Release of one changed service"), [
      "",
      "Release of one changed service",
      "2.00 s (1.00 to 3.00)",
      "4.00 s (3.90 to 5.00)",
      "0.50",
      "3",
      "on Monday",
      "",
    ]);
  });

  it("says where Compose has nothing to compare", () => {
    assert.equal(row(renderReport(results), "`pulumi preview`")[3], "has none");
  });

  it("adds up the requests of all releases", () => {
    const cells = row(renderReport(results), "Docker Compose");
    assert.deepEqual(cells.slice(2, 8), [
      "2",
      "20, 5 a second",
      "17 (85.00 %)",
      "17 status 502",
      "17 /api/",
      "2",
    ]);
    assert.equal(row(renderReport(results), "this project")[4], "0 (0.00 %)");
  });

  it("shows growth beside Compose, where the time goes, and what failed", () => {
    const report = renderReport(results);
    assert.deepEqual(row(report, "5 | cold").slice(3, 6), ["4.0 s", "2.0 s", "2.00"]);
    assert.match(report, /\| 5 \| cold \| 4\.0 \| 0\.2 to 2\.0, cpu 1\.0 \| .* \| 0\.9 to 3\.5, cpu 0\.5 \|/);
    assert.match(report, /100 services with this project failed: no room/);
  });

  it("keeps what was written by hand, and only that", () => {
    const first = renderReport(results);
    const edited = first
      .replace("Nothing was written yet.", "Slower, because it checks.")
      .replace("2.00 s", "9.99 s");
    const again = renderReport(results, edited);
    assert.match(again, /Slower, because it checks\./);
    assert.equal(again, first.replace("Nothing was written yet.", "Slower, because it checks."));
    assert.equal(renderReport(results, again), again);
  });

  it("leaves out what was not measured", () => {
    const report = renderReport({ machine, measured: {}, timings: {} });
    assert.doesNotMatch(report, /Growth|Requests|undefined|NaN/);
  });

  it("finds quantiles between two values", () => {
    assert.deepEqual(
      [0, 0.5, 0.75, 1].map((share) => quantile([4, 1, 3, 2], share)),
      [1, 2.5, 3.25, 4],
    );
  });
});
