import type { Role } from "./roles";

/** What our containers, networks and volumes are recognised by, whatever they are named. */
export const labelPrefix = "io.pulumi-web-systems";

/** Labels in the form that the Docker provider takes. */
export type Labels = { label: string; value: string }[];

/** What the label of a database's container says of it, so that day-2 commands need nothing but the engine. */
export function databaseLabels(engine: string, database: string): Labels {
  return [
    { label: `${labelPrefix}.engine`, value: engine },
    { label: `${labelPrefix}.database`, value: database },
  ];
}

/** The three labels on everything that a stack owns on a host, and a container's role. */
export function labels(system: string, stack: string, service: string, role?: Role): Labels {
  return Object.entries({ system, stack, service, ...(role && { role }) }).map(([key, value]) => ({
    label: `${labelPrefix}.${key}`,
    value,
  }));
}

/**
 * What a label of ours says of a container, a network or a volume, whatever system it belongs to; undefined where it has none.
 *
 * @example labelOf(container, "service") // "database"
 */
export function labelOf(
  { labels }: { labels: Readonly<Record<string, string>> },
  name: "system" | "stack" | "service" | "role" | "engine" | "database",
): string | undefined {
  return labels[`${labelPrefix}.${name}`];
}

/** Labels by their names, in the form of the engine's API. */
export const labelRecord = (given: Labels): Record<string, string> =>
  Object.fromEntries(given.map(({ label, value }) => [label, value]));

/** Some of those labels, to look for what has them. */
export type Wanted = Partial<Record<"system" | "stack" | "service" | "role", string>>;

/** Those labels in the form in which an engine is asked for what has them. */
export function labelled(wanted: Wanted): string[] {
  return Object.entries(wanted).map(([key, value]) => `${labelPrefix}.${key}=${value}`);
}

/** Words by which `docker` lists only what has these labels. */
export function labelFilters(wanted: Wanted): string[] {
  return labelled(wanted).flatMap((label) => ["--filter", `label=${label}`]);
}

/** The label of a service's container that is replaced `instead`: two never run at once. Those that run beside one another have none. */
export const insteadLabel = { label: `${labelPrefix}.life-cycle`, value: "instead" };
