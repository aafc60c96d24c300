import { say } from "../messages/say";
import type { StackOnEngine } from "../components/engine/stack-on-engine";
import { setTimeout } from "node:timers/promises";
import { labelFilters, labelPrefix } from "../components/engine/labels";
import { run } from "../operations/kernel/run";
import { alignedTable } from "../operations/kernel/table";

/** One container of a stack, or its edge, as people ask about it. */
export interface ServiceRow {
  service: string;
  url: string;
  image: string;
  health: string;
}

/** Parts of what `docker inspect` says. */
export interface Inspected {
  Config: { Image: string; Labels: Record<string, string> };
  State: { Status: string; Health?: { Status: string } };
  /** The ports that it asks for, also while it does not run. */
  HostConfig: { PortBindings: Record<string, unknown> | null };
  NetworkSettings: { Ports: Record<string, { HostIp: string; HostPort: string }[] | null> };
}

/** The containers of a stack on its own engine, each with where it is reached and how it is. */
export async function serviceRows({ environment: env, system, stack }: StackOnEngine): Promise<ServiceRow[]> {
  const filters = labelFilters({ system, stack });
  const docker = async (...args: string[]) => (await run("docker", args, { env })).stdout;
  const ids = await docker("ps", "--all", "--quiet", ...filters);
  if (ids === "") return [];
  const containers = JSON.parse(await docker("inspect", ...ids.split("\n"))) as Inspected[];
  const images = new Set(containers.map(({ Config }) => Config.Image));
  const { stdout } = await run("docker", ["image", "inspect", ...images], { env, reject: false });
  return rowsOf(containers, imageTags(stdout, system));
}

/**
 * A row for each container, but one for the edge, which is two: the first holds the ports, in the second runs Nginx.
 *
 * @param containers the newest first
 * @param tags names of their images, by id
 */
export function rowsOf(containers: Inspected[], tags: Map<string, string>): ServiceRow[] {
  const row = (runs: Inspected, reached = runs): ServiceRow => ({
    service: labelOf(runs, "service"),
    url: published(reached) ?? say().toolchain.insideOnly,
    image: tags.get(runs.Config.Image) ?? runs.Config.Image,
    health: [reached, runs].map(healthOf).find((health) => !isWell(health)) ?? healthOf(runs),
  });
  const edges = containers.filter((each) => labelOf(each, "role") === "edge");
  const holder = edges.find(({ HostConfig }) => Object.keys(HostConfig.PortBindings ?? {}).length > 0);
  const servers = edges.filter((each) => each !== holder);
  // One that failed may lie beside the one that serves; an edge of an earlier version is one container.
  const server = servers.find(({ State }) => State.Status === "running") ?? servers[0] ?? holder;
  return [
    ...containers.filter((each) => !edges.includes(each)).map((each) => row(each)),
    ...(server ? [row(server, holder)] : []),
  ].sort((a, b) => a.service.localeCompare(b.service));
}

/**
 * The same rows once the engine has looked at every container's health, which it does for the first time some seconds after its
 * start; after 20 s as they are.
 */
export async function settledRows(target: StackOnEngine): Promise<ServiceRow[]> {
  let rows = await serviceRows(target);
  for (let tries = 0; tries < 20 && rows.some(({ health }) => health === "starting"); tries++) {
    await setTimeout(1000);
    rows = await serviceRows(target);
  }
  return rows;
}

const labelOf = ({ Config }: Inspected, name: string) => Config.Labels[`${labelPrefix}.${name}`] ?? "?";
const healthOf = ({ State }: Inspected) => State.Health?.Status ?? State.Status;
const isWell = (health: string) => health === "healthy" || health === "running";

function published({ NetworkSettings }: Inspected): string | undefined {
  const binding = Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? [])[0];
  if (!binding) return undefined;
  return `http://${binding.HostIp === "0.0.0.0" ? "localhost" : binding.HostIp}:${binding.HostPort}`;
}

/** An image may have names of other systems too: its own counts first. */
function imageTags(inspected: string, system: string): Map<string, string> {
  const images = JSON.parse(inspected || "[]") as { Id: string; RepoTags: string[] }[];
  const own = (tags: string[]) => tags.find((tag) => tag.startsWith(`${system}/`)) ?? tags[0];
  return new Map(images.map(({ Id, RepoTags }) => [Id, own(RepoTags) ?? Id]));
}

/** The rows as a table with aligned columns. */
export function renderTable(rows: ServiceRow[]): string {
  return alignedTable([
    say().toolchain.columns,
    ...rows.map((row) => [row.service, row.url, row.image, row.health]),
  ]);
}
