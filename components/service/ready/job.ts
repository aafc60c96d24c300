import type { ShellCheck } from "../../workload/container";

/** A container of a service that is to become healthy. Holds secrets: it is its job's standard input. */
export interface ReadyJob {
  /** Name of the service. */
  service: string;
  /** Name of its container. */
  container: string;
  /** The health check inside it; at most one argument. */
  probe: ShellCheck;
  /** Seconds that it may take. */
  timeout: number;
  left: Left;
  /** Contents of files by path, which the container waits for; the one that is written last tells it that all are there. */
  files: Record<string, string>;
  /** What is never shown: see `needles` in components/engine/redact.ts. */
  hidden: string[];
}

/**
 * How things are when the container was stopped because it did not become healthy. `instead`: the one before ended before it started.
 * `worker`: nobody sends it requests. `served`: the edge still sends requests to the one before.
 */
export type Left = "instead" | "worker" | "served";
