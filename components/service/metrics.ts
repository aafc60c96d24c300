import { say } from "../../messages/say";
import { labelPrefix, type Labels } from "../engine/labels";
import { requestPathMistake } from "../workload/http-probe";
import { isPort } from "../engine/port";

/** Where a service shows numbers of itself, as Prometheus reads them. */
export interface Metrics {
  /** Port inside its containers; may be the one that it serves on, or one of its own. Never published. */
  port: number;
  /**
   * Path that answers with the numbers.
   * @default "/metrics"
   */
  path?: string;
}

/** Where all containers of a service show their numbers. */
export interface MetricsAddress {
  /** Name on the service's network; it stands for every container of it, and stays the same over releases. */
  address: string;
  port: number;
  path: string;
}

/** Where the numbers of a service are. @param service its name */
export function metricsOf(service: string, metrics: Metrics): MetricsAddress {
  return { address: `${service}.metrics`, port: metrics.port, path: metrics.path ?? "/metrics" };
}

/** Labels by which a collector that reads the engine finds a container's numbers. */
export function metricsLabels({ port, path }: MetricsAddress): Labels {
  return [
    { label: `${labelPrefix}.metrics.port`, value: `${port}` },
    { label: `${labelPrefix}.metrics.path`, value: path },
  ];
}

/** Everything that is wrong with the argument, a line each. */
export function metricsMistakes({ port, path = "/metrics" }: Metrics): string[] {
  const { at } = say().problem;
  const mistake = requestPathMistake(path);
  return [
    ...(isPort(port) ? [] : [at("metrics.port", say().service.badPort(port))]),
    ...(mistake === undefined ? [] : [at("metrics.path", mistake)]),
  ];
}
