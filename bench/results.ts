import type { Machine } from "./machine";
import type { Cost } from "./processes";
import type { Side } from "./pair";

/** What can be measured, in the order in which it is. `ONLY` names some of them. */
export const figures = [
  "cold",
  "nothing",
  "preview",
  "release",
  "rollback",
  "previewed",
  "load",
  "edge",
  "growth",
] as const;
export type Figure = (typeof figures)[number];

/** Seconds of each round. */
export type Timing = Partial<Record<Side, number[]>>;

/** What became of all requests that one of the two was sent while it changed a service. */
export interface LoadSum {
  releases: number;
  sent: number;
  /** Not sent when they were due, because every connection waited for an answer. */
  unsent: number;
  /** How long requests were sent. */
  seconds: number;
  /** By cause. */
  failed: Record<string, number>;
  /** By path. */
  failedPaths: Record<string, number>;
  /** Milliseconds of good answers. */
  p50: number;
  p99: number;
  max: number;
}

export type EdgeSide = "ours" | "plain";

/** One run of requests at the edge. */
export interface EdgeRun {
  perSecond: number;
  /** Milliseconds. */
  p99: number;
}

/** Runs of the same length, one after the other. */
export interface EdgeFigure extends Record<EdgeSide, EdgeRun[]> {
  connections: number;
  /** Of each run. */
  seconds: number;
}

/** One number of services, brought up from nothing and then again with nothing to do. */
export interface GrowthRow {
  services: number;
  side: Side;
  cold?: Run;
  nothing?: Run;
  /** Why there are no figures. */
  failed?: string;
}

export interface Run extends Cost {
  seconds: number;
}

/** Everything that was measured on one machine; `bench/results.json`. */
export interface Results {
  machine: Machine;
  /** Day and commit of each figure. */
  measured: Partial<Record<Figure, string>>;
  timings: Partial<Record<Figure, Timing>>;
  load?: { rate: number; connections: number } & Record<Side, LoadSum>;
  edge?: EdgeFigure;
  growth?: GrowthRow[];
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies, between two where it falls between them. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}
