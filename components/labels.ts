/** What our containers, networks and volumes are recognised by, whatever they are named. */
export const labelPrefix = "io.pulumi-web-systems";

/** Labels in the form that the Docker provider takes. */
export type Labels = { label: string; value: string }[];

/** The three labels on everything that a stack owns on a host. */
export function labels(system: string, stack: string, service: string): Labels {
  return Object.entries({ system, stack, service }).map(([key, value]) => ({
    label: `${labelPrefix}.${key}`,
    value,
  }));
}
