import type * as docker from "@pulumi/docker";
import { noNewPrivileges } from "./few-rights";
import type { Host } from "../engine/host";
import { roles, type Role } from "../engine/roles";

/** What is run inside a container to see whether it can work. */
export interface ShellCheck {
  /** Shell command; exit code 0 is healthy. */
  command: string;
  /** What it gets as `$1` and so on: values whose characters could mean something to a shell. Default none. */
  args?: string[];
}

/** A health check of the engine's kind, with the times in seconds. */
export interface HealthCheck extends ShellCheck {
  /** Seconds between two checks. */
  interval: number;
  /** Seconds after which a check counts as failed. */
  timeout: number;
  /** Failed checks in a row that make the container unhealthy. */
  retries: number;
  /** Seconds after the start in which failed checks do not count. */
  startPeriod: number;
}

/** What a container may use of its host at most. */
export interface Limits {
  /** Memory in MiB. A process that wants more is killed. */
  memory: number;
  /**
   * Processors' worth of time, in tenths. The engine refuses more than the host has.
   * @default 1, because every host has one
   */
  cpus?: number;
}

/** What {@link hardened} needs to know. */
export interface HardenedArgs extends Limits {
  host: Host;
  /** Name of the service, for its label. */
  service: string;
  /** What the container is for. */
  role: Role;
}

/**
 * What all our containers have in common: labels, restart, log rotation, few rights, limits. There is no limit of processes
 * because the Docker provider 5.2.0 has no argument for one: a host sets it for all its containers (see policy/README.md).
 */
export function hardened({ host, service, role, memory, cpus = 1 }: HardenedArgs) {
  return {
    labels: host.labels(service, role),
    restart: roles[role].restart,
    memory,
    memorySwap: memory,
    cpus: decimal(cpus),
    readOnly: true,
    securityOpts: [noNewPrivileges],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    // Readiness is asserted by a job of ours that can show the container's last log lines: the provider cannot.
    wait: false,
  } satisfies Partial<docker.ContainerArgs>;
}

/**
 * A number of processors as the provider writes it back after a refresh: `1` is `1.0`, but `10` is `10.`. Any other
 * spelling is a difference, which would replace the container.
 */
function decimal(cpus: number): string {
  const nanos = cpus.toFixed(9);
  return nanos.split("0").length - 1 === 9 ? cpus.toFixed(1) : nanos.replace(/0+$/, "");
}

/**
 * Properties that the official provider up to 5.x reports as updated but does not apply to a running container; a change
 * must replace it.
 */
export const replaceOnChanges = ["healthcheck", "init", "tmpfs", "cpuPeriod", "cpuQuota"];

/** Renders a health check for the provider. */
export function healthcheck(check: HealthCheck): docker.types.input.ContainerHealthcheck {
  const { command, args } = check;
  return {
    tests: args ? ["CMD", "sh", "-c", command, "check", ...args] : ["CMD-SHELL", command],
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

/**
 * Keeps none of the rights of root but these. Their names as the engine writes them back, so that a refresh finds nothing
 * changed.
 */
export function onlyCapabilities(...names: string[]): docker.types.input.ContainerCapabilities {
  return { drops: ["ALL"], ...(names.length > 0 && { adds: names.map((name) => `CAP_${name}`) }) };
}
