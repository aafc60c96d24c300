import type * as docker from "@pulumi/docker";
import type { Host } from "./host";

/** A health check of the engine's kind, with the times in seconds. */
export interface HealthCheck {
  /** Shell command inside the container; exit code 0 is healthy. */
  command: string;
  /** Seconds between two checks. */
  interval: number;
  /** Seconds after which a check counts as failed. */
  timeout: number;
  /** Failed checks in a row that make the container unhealthy. */
  retries: number;
  /** Seconds after the start in which failed checks do not count. */
  startPeriod: number;
}

/** What all our containers have in common: labels, restart, log rotation, few rights, a memory limit. */
export function hardened(host: Host, service: string, memoryMiB: number) {
  return {
    labels: host.labels(service),
    restart: "unless-stopped",
    memory: memoryMiB,
    memorySwap: memoryMiB,
    readOnly: true,
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    // Readiness is asserted by a script of ours that can show the container's last log lines: the provider cannot.
    wait: false,
  } satisfies Partial<docker.ContainerArgs>;
}

/**
 * Properties that the official provider up to 5.x reports as updated but does not apply to a running container; a change
 * must replace it.
 */
export const replaceOnChanges = ["healthcheck", "init", "tmpfs", "cpuPeriod", "cpuQuota"];

/** Renders a health check for the provider. */
export function healthcheck(check: HealthCheck): docker.types.input.ContainerHealthcheck {
  return {
    tests: ["CMD-SHELL", check.command],
    interval: duration(check.interval),
    timeout: duration(check.timeout),
    startPeriod: duration(check.startPeriod),
    retries: check.retries,
  };
}

/** Seconds as the engine writes them back, so that a refresh finds nothing changed: `90` is `1m30s`. */
function duration(seconds: number): string {
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** A number of processors as the provider reads it back, so that nothing is found changed: `1` is `1.0`. */
export function processors(count: number): string {
  return Number.isInteger(count) ? count.toFixed(1) : String(count);
}

/**
 * Keeps none of the rights of root but these. Their names as the engine writes them back, so that a refresh finds nothing
 * changed.
 */
export function onlyCapabilities(...names: string[]): docker.types.input.ContainerCapabilities {
  return { drops: ["ALL"], ...(names.length > 0 && { adds: names.map((name) => `CAP_${name}`) }) };
}
